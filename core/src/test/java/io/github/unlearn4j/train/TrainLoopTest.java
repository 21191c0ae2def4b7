package io.github.unlearn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.train.TrainSettings.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class TrainLoopTest {
  private static final int BLOCK = 32;

  @Test
  void theSameSeedGivesTheSameTwentyLosses() {
    assertThat(losses(7, 20)).isEqualTo(losses(7, 20));
    assertThat(losses(8, 20)).isNotEqualTo(losses(7, 20));
  }

  @Test
  void microBatchesDoNotChangeAStep() {
    List<StepReport> one = run(settings(1, 6, 1), 1);
    List<StepReport> six = run(settings(1, 6, 6), 1);

    assertThat(one.getFirst().loss())
        .isCloseTo(six.getFirst().loss(), org.assertj.core.data.Offset.offset(1e-5));
    assertThat(one.getFirst().gradientNorm())
        .isCloseTo(six.getFirst().gradientNorm(), org.assertj.core.data.Offset.offset(1e-4));
  }

  @Test
  void anUnlearntExampleHasTheNegatedGradientAndLoss() {
    Example example = examples().get(1);

    Step learnt = oneStep(List.of(example));
    Step unlearnt = oneStep(List.of(example.unlearnt()));

    assertThat(unlearnt.loss()).isCloseTo(-learnt.loss(), within(1e-6));
    for (int i = 0; i < learnt.gradient().length; i++) {
      assertThat(unlearnt.gradient()[i]).isCloseTo(-learnt.gradient()[i], within(1e-6f));
    }
  }

  @Test
  void aGroupIsLearntFromInOneStepAsTheMeanOverItsPositionsByWeight() {
    Example brief = examples().getFirst();
    Example whole = examples().get(1);
    double briefShare = (BLOCK / 2 - 1) / (double) (BLOCK / 2 - 1 + BLOCK - 1);

    Step first = oneStep(List.of(brief));
    Step second = oneStep(List.of(whole));
    Step together = oneStep(List.of(brief.unlearnt(), whole));

    assertThat(together.loss())
        .isCloseTo((1 - briefShare) * second.loss() - briefShare * first.loss(), within(1e-5));
    for (int i = 0; i < first.gradient().length; i++) {
      double expected = (1 - briefShare) * second.gradient()[i] - briefShare * first.gradient()[i];
      assertThat((double) together.gradient()[i]).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void ascentMakesTheTextLessProbable() {
    List<StepReport> reports = new ArrayList<>();
    List<Example> ascent = examples().stream().map(Example::unlearnt).toList();
    try (Decoder decoder = load()) {
      TrainLoop.run(decoder, ascent, settings(10, 12, 4), 1, reports::add);
    }

    assertThat(reports.getLast().loss()).isLessThan(reports.getFirst().loss());
  }

  private record Step(double loss, float[] gradient) {}

  /** Loss and gradient of a single group. */
  private static Step oneStep(List<Example> group) {
    List<StepReport> reports = new ArrayList<>();
    TrainSettings notClipped =
        new TrainSettings(1, 1, 1e-3, Schedule.LINEAR, 0, 4, 1, 0.9, 0.98, 0, 0);
    try (Decoder decoder = load()) {
      TrainLoop.runGroups(decoder, List.of(group), notClipped, 1, reports::add);
      float[] gradient = Torch.toFloats(decoder.trained().gradient());
      return new Step(reports.getFirst().loss(), gradient);
    }
  }

  @Test
  void theListenerEndsTheLoop() {
    List<StepReport> reports = new ArrayList<>();
    try (Decoder decoder = load()) {
      int steps =
          TrainLoop.run(
              decoder,
              examples(),
              settings(50, 2, 2),
              1,
              report -> {
                reports.add(report);
                return report.step() < 3;
              });

      assertThat(steps).isEqualTo(3);
      assertThat(reports).hasSize(3);
    }
  }

  @Test
  void aLossThatIsNotFiniteStopsTheRunAndSaysSo() {
    TrainSettings wild = new TrainSettings(1, 5, 1e30, Schedule.CONSTANT, 0, 2, 2, 0.9, 0.98, 0, 0);

    assertThatThrownBy(() -> run(wild, 1))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.exitCode()).isEqualTo(ExitCode.NOT_FINITE);
              assertThat(error).hasMessageContaining("lower learning_rate");
            });
  }

  @Test
  void nativeMemoryIsFlatOverTwoHundredSteps() {
    List<Long> bytes = new ArrayList<>();
    try (Decoder decoder = load()) {
      TrainLoop.run(
          decoder,
          examples(),
          settings(200, 2, 2),
          1,
          report -> {
            if (report.step() % 50 == 0) {
              System.gc(); // the Java heap is part of the process too
              bytes.add(Pointer.physicalBytes());
            }
            return true;
          });
    }

    // A leak of one hidden-state tensor a step would be 150 · 16 KB here, and one of the layers'
    // all
    // saved tensors 150 · 300 KB.
    assertThat(bytes.getLast() - bytes.getFirst()).isLessThan(24L << 20);
  }

  private static List<Double> losses(long seed, int steps) {
    return run(settings(steps, 2, 2), seed).stream().map(StepReport::loss).toList();
  }

  private static List<StepReport> run(TrainSettings settings, long seed) {
    List<StepReport> reports = new ArrayList<>();
    try (Decoder decoder = load()) {
      TrainLoop.run(decoder, examples(), settings, seed, reports::add);
    }
    return reports;
  }

  private static Decoder load() {
    return Decoder.loadForTraining(Golden.family("llama3-rope"), ComputeType.FLOAT32);
  }

  private static TrainSettings settings(int steps, int batch, int micro) {
    return new TrainSettings(
        1000, steps, 1e-3, Schedule.LINEAR, 2, micro, batch, 0.9, 0.98, 0.01, 1);
  }

  private static List<Example> examples() {
    SplittableRandom random = new SplittableRandom(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int[] ids = new int[i == 0 ? BLOCK / 2 : i % 4 == 3 ? BLOCK / 8 : BLOCK]; // some are short
      Arrays.setAll(ids, place -> random.nextInt(3, 96));
      examples.add(Example.languageModelling(ids));
    }
    return examples;
  }
}
