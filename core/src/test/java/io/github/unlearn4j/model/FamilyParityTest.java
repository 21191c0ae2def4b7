package io.github.unlearn4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.kernels.TorchKernels;
import io.github.unlearn4j.kernels.VectorKernels;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.weights.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The decoder against transformers, float32, one tiny random model per family. */
class FamilyParityTest {
  static final List<String> FAMILIES = Golden.FAMILIES;

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void logitsAreThoseOfTransformers(String family) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(Golden.family(family), ComputeType.FLOAT32);
        SafetensorsFile expected = expected(family)) {
      Tensor logits = decoder.logits(decoder.hidden(expected.tensor("input_ids")));

      assertThat(largestDifference(logits, expected.tensor("logits"))).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void bfloat16LogitsStayNearTheFloat32Ones(String family) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(Golden.family(family), ComputeType.BFLOAT16);
        SafetensorsFile expected = expected(family)) {
      Tensor logits = decoder.logits(decoder.hidden(expected.tensor("input_ids")));

      Tensor reference = expected.tensor("logits").contiguous().view(-1, 96);
      double noise = logits.sub(reference).norm().item_double() / reference.norm().item_double();
      // One rounding to bfloat16's 8 bits is a relative error of up to 1/256.
      assertThat(noise).isLessThan(0.02);
    }
  }

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void everyGradientIsThatOfTransformers(String family) {
    everyGradientIsThatOfTransformers(family, new VectorKernels(0));
  }

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void withoutTheVectorApiTheGradientsAreTheSame(String family) {
    everyGradientIsThatOfTransformers(family, new TorchKernels());
  }

  /** The families whose window is shorter than the sequences keep to strips. */
  @ParameterizedTest
  @FieldSource("FAMILIES")
  void attentionInOneOperatorGivesTheSameGradients(String family) {
    CpuFlashAttention attention = new CpuFlashAttention();

    everyGradientIsThatOfTransformers(family, new TorchKernels(attention));

    int layers = DecoderConfig.of(Json.read(Golden.family(family).resolve("config.json"))).layers();
    int passes = 2 * layers * Strands.count(Device.CPU, sequences(family));
    assertThat(attention.passes()).isEqualTo(family.equals("mistral-window") ? 0 : passes);
  }

  private static long sequences(String family) {
    try (PointerScope scope = new PointerScope();
        SafetensorsFile expected = expected(family)) {
      return expected.tensor("input_ids").size(0);
    }
  }

  private static void everyGradientIsThatOfTransformers(String family, Kernels kernels) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder =
            Decoder.loadForTraining(Golden.family(family), ComputeType.FLOAT32, kernels);
        SafetensorsFile expected = expected(family);
        SafetensorsFile gradients =
            SafetensorsFile.open(Golden.family(family).resolve("gradients.safetensors"))) {
      Tensor targets = expected.tensor("targets").contiguous().view(-1);
      long trained = Arrays.stream(Torch.toLongs(targets)).filter(label -> label >= 0).count();

      double sum = decoder.addGradient(expected.tensor("input_ids"), targets, 1.0 / trained);

      double loss = Torch.toFloats(expected.tensor("loss"))[0];
      assertThat(sum / trained).isCloseTo(loss, relative(loss, 1e-5));
      assertThat(decoder.parameters().gradients().keySet())
          .containsExactlyInAnyOrderElementsOf(gradients.names());
      for (String name : gradients.names()) {
        Tensor ours = decoder.parameters().gradients().get(name);
        Tensor theirs = gradients.tensor(name);
        double norm = theirs.norm().item_double();
        assertThat(ours.sub(theirs).norm().item_double() / norm).as(name).isLessThan(1e-4);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void greedyContinuationIsThatOfTransformers(String family) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(Golden.family(family), ComputeType.FLOAT32);
        SafetensorsFile expected = expected(family)) {
      List<int[]> prompts = rows(expected.tensor("input_ids"));
      List<int[]> greedy = rows(expected.tensor("greedy"));

      List<int[]> answers =
          Generator.generate(
              decoder, prompts, new Generator.Options(greedy.get(0).length, 0, 0, new int[0]));

      assertThat(answers).containsExactlyElementsOf(greedy);
    }
  }

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void promptsOfDifferentLengthsDoNotDisturbEachOther(String family) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(Golden.family(family), ComputeType.FLOAT32);
        SafetensorsFile expected = expected(family)) {
      int[] whole = rows(expected.tensor("input_ids")).get(0);
      int[] part = Arrays.copyOf(whole, 9);
      Generator.Options options = new Generator.Options(8, 0, 0, new int[0]);

      List<int[]> together = Generator.generate(decoder, List.of(whole, part), options);

      assertThat(together.get(0))
          .isEqualTo(Generator.generate(decoder, List.of(whole), options).get(0));
      assertThat(together.get(1))
          .isEqualTo(Generator.generate(decoder, List.of(part), options).get(0));
    }
  }

  @ParameterizedTest
  @FieldSource("FAMILIES")
  void bothSpellingsOfTheConfigurationMeanTheSame(String family) {
    Path folder = Golden.family(family);

    DecoderConfig one = DecoderConfig.of(Json.read(folder.resolve("config.json")));
    DecoderConfig other = DecoderConfig.of(Json.read(folder.resolve("other-config.json")));

    assertThat(one).isEqualTo(other);
  }

  @Test
  void logLikelihoodsAreTheLogitsOwn() {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(Golden.family("llama"), ComputeType.FLOAT32);
        SafetensorsFile expected = expected("llama")) {
      int[] ids = rows(expected.tensor("input_ids")).get(1);
      Tensor logits = expected.tensor("logits").select(0, 1);
      float[] reference = Torch.toFloats(logits.log_softmax(1));

      List<double[]> scores =
          LogLikelihood.of(
              decoder,
              List.of(
                  new LogLikelihood.Request(Arrays.copyOf(ids, 7), 4),
                  new LogLikelihood.Request(ids, 1)));

      assertThat(scores.get(0)).hasSize(3);
      for (int i = 1; i < ids.length; i++) {
        double wanted = reference[(i - 1) * 96 + ids[i]];
        assertThat(scores.get(1)[i - 1]).isCloseTo(wanted, relative(wanted, 1e-4));
        if (i >= 4 && i < 7) {
          assertThat(scores.get(0)[i - 4]).isCloseTo(wanted, relative(wanted, 1e-4));
        }
      }
    }
  }

  private static SafetensorsFile expected(String family) {
    return SafetensorsFile.open(Golden.family(family).resolve("expected.safetensors"));
  }

  private static org.assertj.core.data.Offset<Double> relative(double value, double share) {
    return org.assertj.core.data.Offset.offset(Math.abs(value) * share);
  }

  private static double largestDifference(Tensor ours, Tensor theirs) {
    return ours.sub(theirs.contiguous().view(-1, theirs.size(-1))).abs().max().item_double();
  }

  private static List<int[]> rows(Tensor ids) {
    long[] values = Torch.toLongs(ids);
    int time = (int) ids.size(1);
    List<int[]> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += time) {
      rows.add(
          Arrays.stream(Arrays.copyOfRange(values, from, from + time))
              .mapToInt(Math::toIntExact)
              .toArray());
    }
    return rows;
  }
}
