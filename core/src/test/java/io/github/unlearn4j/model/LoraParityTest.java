package io.github.unlearn4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters that PEFT wrote, against what PEFT computes with them (golden/lora/make.py). */
class LoraParityTest {
  private static final Path GOLDEN = Golden.folder("lora");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3"})
  void logitsAreThoseOfPeft(String adapter) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(GOLDEN.resolve(adapter), ComputeType.FLOAT32);
        SafetensorsFile expected = golden(adapter, "expected")) {
      assertThat(difference(logits(decoder, expected), expected.tensor("logits"))).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3"})
  void withoutItsAdapterTheSameDecoderIsTheBase(String adapter) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(GOLDEN.resolve(adapter), ComputeType.FLOAT32);
        SafetensorsFile expected = golden(adapter, "expected")) {
      decoder.useAdapter(false);
      Tensor base = logits(decoder, expected);
      decoder.useAdapter(true);
      Tensor adapted = logits(decoder, expected);

      assertThat(difference(base, expected.tensor("base_logits"))).isLessThan(1e-4);
      assertThat(difference(adapted, expected.tensor("logits"))).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3"})
  void aMergedCheckpointComputesWhatTheAdapterDoes(String adapter) {
    Path merged = folder.resolve("merged");
    LoraMerge.run(AdapterFolder.base(GOLDEN.resolve(adapter)), GOLDEN.resolve(adapter), merged);

    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(merged, ComputeType.FLOAT32);
        SafetensorsFile expected = golden(adapter, "expected")) {
      assertThat(decoder.adapter()).isNull();
      assertThat(difference(logits(decoder, expected), expected.tensor("logits"))).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3"})
  void gradientsOfThePairsAreThoseOfPeftAndTheBaseHasNone(String adapter) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = LoraFixture.forTraining(GOLDEN.resolve(adapter), ComputeType.FLOAT32);
        SafetensorsFile expected = golden(adapter, "expected");
        SafetensorsFile gradients = golden(adapter, "gradients")) {
      Tensor targets = expected.tensor("targets").contiguous().view(-1);
      long trained = Arrays.stream(Torch.toLongs(targets)).filter(label -> label >= 0).count();

      double sum = decoder.addGradient(expected.tensor("input_ids"), targets, 1.0 / trained);

      assertThat(sum / trained)
          .isCloseTo(
              Torch.toFloats(expected.tensor("loss"))[0],
              org.assertj.core.data.Offset.offset(1e-5));
      assertThat(decoder.parameters().gradient()).isNull();
      assertThat(decoder.adapter().gradients().keySet())
          .containsExactlyInAnyOrderElementsOf(gradients.names());
      for (String name : gradients.names()) {
        Tensor theirs = gradients.tensor(name);
        double norm = theirs.norm().item_double();
        Tensor ours = decoder.adapter().gradients().get(name);
        assertThat(ours.sub(theirs).norm().item_double() / norm).as(name).isLessThan(1e-4);
      }
    }
  }

  /** {@code make.py check} shows that PEFT loads these very files and computes the same. */
  @Test
  void whatWeWriteIsTheFolderThatPeftWasSeenToLoad() throws IOException {
    Path stored = GOLDEN.resolve("written-by-unlearn4j");
    Path written = Boolean.getBoolean("golden.write") ? stored : folder.resolve("written");
    try (Decoder decoder = Decoder.load(GOLDEN.resolve("llama"), ComputeType.BFLOAT16)) {
      AdapterFolder.write(
          written, decoder.adapter(), decoder.config(), Path.of("../../families/llama3-rope"));
    }

    for (String file : new String[] {"adapter_config.json", "adapter_model.safetensors"}) {
      assertThat(written.resolve(file)).hasSameBinaryContentAs(stored.resolve(file));
    }
    assertThat(Files.list(written)).hasSize(2);
  }

  @Test
  void aNewAdapterChangesNothingUntilItIsTrained() {
    Path base = Golden.family("llama3-rope");
    LoraSettings settings = new LoraSettings(4, 8, LoraSettings.MODULES);
    try (PointerScope scope = new PointerScope();
        Decoder plain = Decoder.load(base, ComputeType.FLOAT32);
        Decoder decoder = LoraDecoder.forTraining(base, ComputeType.FLOAT32, settings, 1);
        SafetensorsFile expected = golden("llama", "expected")) {
      assertThat(difference(logits(decoder, expected), logits(plain, expected))).isZero();
      assertThat(decoder.adapter().master().norm().item_double()).isPositive();
    }
  }

  private static SafetensorsFile golden(String adapter, String name) {
    return SafetensorsFile.open(GOLDEN.resolve(adapter).resolve(name + ".safetensors"));
  }

  private static Tensor logits(Decoder decoder, SafetensorsFile expected) {
    return decoder.logits(decoder.hidden(expected.tensor("input_ids")));
  }

  private static double difference(Tensor ours, Tensor theirs) {
    return ours.sub(theirs.contiguous().view(-1, theirs.size(-1))).abs().max().item_double();
  }
}
