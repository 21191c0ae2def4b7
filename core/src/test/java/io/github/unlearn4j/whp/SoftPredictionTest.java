package io.github.unlearn4j.whp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoftPredictionTest {
  private static final int VOCABULARY = 100;

  private static SoftPrediction predict(
      float[] baseline, float[] reinforced, float alpha, int next) {
    Candidates whole = new Candidates(1, VOCABULARY, VOCABULARY);
    whole.keep(0, baseline, VOCABULARY);
    SoftPrediction prediction = new SoftPrediction(VOCABULARY);
    prediction.of(whole, 0, reinforced, 0, alpha, next);
    return prediction;
  }

  private static float[] falling() {
    float[] logits = new float[VOCABULARY];
    for (int id = 0; id < VOCABULARY; id++) {
      logits[id] = -id * 0.1f;
    }
    return logits;
  }

  private static float probability(SoftPrediction prediction, int id) {
    int place =
        IntStream.range(0, 32).filter(i -> prediction.ids()[i] == id).findFirst().orElse(-1);
    assertThat(place).as("token %d is named", id).isNotNegative();
    return prediction.probabilities()[place];
  }

  @Test
  void whatTheOriginalSaysNextIsNamedHoweverUnlikely() {
    SoftPrediction prediction = predict(falling(), null, 0, 99);

    double sum = IntStream.range(0, VOCABULARY).mapToDouble(id -> Math.exp(-id * 0.1)).sum();
    assertThat(probability(prediction, 99))
        .isCloseTo((float) (Math.exp(-9.9) / sum), within(1e-7f));
  }

  @Test
  void whatTheReinforcedModelLikesBestIsNamedWithItsGenericProbability() {
    float[] reinforced = falling();
    reinforced[90] = 5;
    reinforced[80] = 4;

    SoftPrediction prediction = predict(falling(), reinforced, 2, 0);

    assertThat(probability(prediction, 90)).isLessThan(1e-6f);
    assertThat(probability(prediction, 80)).isLessThan(1e-6f);
  }

  @Test
  void theRestAreTheLikeliestGenericTokensEachOnce() {
    SoftPrediction prediction = predict(falling(), null, 0, 3);

    assertThat(prediction.ids()).hasSize(32).doesNotHaveDuplicates();
    assertThat(Arrays.stream(prediction.ids()).boxed().toList())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 32).boxed().toList());
  }
}
