package io.github.unlearn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Generator;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.LoraDecoder;
import io.github.unlearn4j.model.LoraSettings;
import io.github.unlearn4j.model.TokenLogProbabilities;
import io.github.unlearn4j.model.TokenScores;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.whp.BlockLogits;
import io.github.unlearn4j.whp.DecoderLogits;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that a card will have to do, on the library's device without memory: a look at a
 * tensor's numbers from Java has nothing to look at and fails, and so does an operator that is
 * given one tensor of the CPU among the others.
 */
class DeviceNeutralTest {
  private static final ComputeType META = ComputeType.BFLOAT16.on(Device.META);
  private static final int[] IDS = {5, 9, 33, 7, 80, 12, 1, 44, 60, 2};

  @ParameterizedTest
  @CsvSource({
    "llama-tied, false, 0",
    "qwen3, true, 0",
    "mistral-window, false, 0",
    "qwen2, true, 4"
  })
  void aTrainingStepNeedsNoMemoryOfTheCpu(String family, boolean recompute, int rank) {
    TrainSettings settings =
        new TrainSettings(1, 2, 1e-3, TrainSettings.Schedule.LINEAR, 0, 1, 2, 0.9, 0.98, 0.01, 1);
    try (Decoder decoder =
        LoraDecoder.forTraining(
            Golden.family(family), META, new LoraSettings(rank, 16, LoraSettings.MODULES), 1)) {
      decoder.recompute(recompute);
      assertThat(decoder.trained().master().is_meta()).isTrue();
      assertThat(decoder.trained().gradient().is_meta()).isTrue();
      try (AdamW optimiser =
          new AdamW(settings, decoder.trained().master(), decoder.trained().gradient())) {
        assertThat(optimiser.mean().is_meta()).isTrue();
        TrainStep step = new TrainStep(decoder, optimiser, settings, 2);

        StepReport report = step.run(0, examples());

        assertThat(report.tokens()).isEqualTo(2L * IDS.length);
      }
    }
  }

  private static List<Example> examples() {
    return List.of(Example.languageModelling(IDS), Example.languageModelling(IDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen3"})
  void readingGeneratingAndScoringNeedNoMemoryOfTheCpu(String family) {
    try (Decoder decoder = Decoder.load(Golden.family(family), META)) {
      Generator.Options greedy = new Generator.Options(20, 0, 1, new int[0]);
      Generator.Options drawn = new Generator.Options(3, 0.7, 1, new int[0]);
      List<LogLikelihood.Request> branching =
          List.of(
              new LogLikelihood.Request(new int[] {5, 9, 33, 7, 80}, 3),
              new LogLikelihood.Request(new int[] {5, 9, 33, 8, 81}, 3));

      assertThat(Generator.generate(decoder, List.of(IDS, new int[] {4}), greedy)).hasSize(2);
      assertThat(Generator.generate(decoder, List.of(IDS), drawn)).hasSize(1);
      // Scored by all means but logsumexp, whose shape the library does not know without numbers.
      assertThat(TokenScores.of(decoder, branching)).hasSize(2);
      assertThat(TokenLogProbabilities.of(decoder, IDS, 1, 3)).hasSize(IDS.length - 1);
    }
  }

  @Test
  void theRowsThatLabelsAreMadeFromAreCopiedToJava() {
    List<BlockLogits.Request> batch = List.of(new BlockLogits.Request(IDS, new int[] {0, 3, 9}));
    AtomicInteger rows = new AtomicInteger();

    try (DecoderLogits logits = DecoderLogits.load(Golden.family("llama"), META)) {
      logits.forEachRow(batch, (sequence, position, row) -> rows.addAndGet(row.length));
    }

    assertThat(rows.get()).isEqualTo(3 * 96);
  }

  @Test
  void kernelsThatLoopOverMemoryAreForTheProcessorOnly() {
    try (PointerScope scope = new PointerScope()) {
      Tensor elsewhere = Torch.zeros(Device.META, ScalarType.Float, 4, 8);
      Tensor delta = Torch.zeros(Device.META, ScalarType.Float, 4, 8);

      assertThatThrownBy(() -> Torch.address(elsewhere)).hasMessageContaining("not the CPU's");
      assertThatThrownBy(() -> Torch.buffer(elsewhere)).hasMessageContaining("not the CPU's");
      Kernels.fastest(Device.META).add(elsewhere, delta, elsewhere);
    }
  }
}
