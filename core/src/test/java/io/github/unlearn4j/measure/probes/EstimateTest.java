package io.github.unlearn4j.measure.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.model.TokenScores;
import org.junit.jupiter.api.Test;

/** Statistics of probes, with numbers worked out by hand. */
class EstimateTest {

  @Test
  void theErrorOfAMeanIsTheSampleDeviationOverTheRootOfN() {
    Estimate estimate = Estimate.mean(new double[] {1, 2, 3, 6});

    assertThat(estimate.value()).isCloseTo(3, within(1e-12));
    // Σ (x − 3)² = 4 + 1 + 0 + 9 = 14; 14 ÷ 3 ÷ 4.
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(14 / 12.0), within(1e-12));
    assertThat(estimate.n()).isEqualTo(4);
  }

  @Test
  void valuesThatHangTogetherCountAsOneForTheError() {
    double[] values = {1, 2, 3, 6};

    assertThat(Estimate.mean(values, new int[] {0, 1, 2, 3}).standardError())
        .isCloseTo(Estimate.mean(values).standardError(), within(1e-12));
    // Deviations −2, −1 | 0, 3 come to −3 and 3: √(2 · 18) ÷ 4.
    assertThat(Estimate.mean(values, new int[] {0, 0, 1, 1}).standardError())
        .isCloseTo(1.5, within(1e-12));
    assertThat(Estimate.mean(values, new int[4]).standardError()).isNull();
  }

  @Test
  void oneItemHasNoErrorAndNoItemNoValue() {
    assertThat(Estimate.mean(new double[] {7}).standardError()).isNull();
    assertThat(Estimate.mean(new double[0])).isEqualTo(new Estimate(null, null, 0));
    assertThat(Estimate.exactly(Double.NaN, 3).value()).isNull();
  }

  @Test
  void theAreaUnderTheCurveCountsPairsAndTiesByHalf() {
    // Pairs (member, other): 3>1, 3>2, 2>1, 2=2, 0<1, 0<2: 3.5 of 6.
    Estimate auc = Estimate.auc(new double[] {3, 2, 0}, new double[] {1, 2});

    assertThat(auc.value()).isCloseTo(3.5 / 6, within(1e-12));
    assertThat(auc.n()).isEqualTo(5);
  }

  @Test
  void theErrorOfTheAreaIsHanleysAndMcNeils() {
    double[] members = {4, 3, 2, 1};
    double[] others = {2.5, 0.5};

    Estimate auc = Estimate.auc(members, others);

    // 4 and 3 beat both, 2 and 1 beat one: 6 of 8. q1 = .75/1.25 = .6, q2 = 2·.5625/1.75.
    double q2 = 2 * 0.5625 / 1.75;
    double variance = (0.75 * 0.25 + 3 * (0.6 - 0.5625) + (q2 - 0.5625)) / 8;
    assertThat(auc.value()).isCloseTo(0.75, within(1e-12));
    assertThat(auc.standardError()).isCloseTo(Math.sqrt(variance), within(1e-12));
  }

  @Test
  void aTextFullyKnownIsToldFromOthersWithoutAMistake() {
    assertThat(Estimate.auc(new double[] {5, 6}, new double[] {1, 2}).value()).isEqualTo(1.0);
    assertThat(Estimate.auc(new double[] {1, 2}, new double[] {5, 6}).value()).isEqualTo(0.0);
  }

  private static TokenScores scores(double[] logarithms, double[] means, double[] deviations) {
    return new TokenScores(logarithms, means, deviations, new boolean[logarithms.length]);
  }

  @Test
  void minKIsTheMeanOfTheLeastProbableTokens() {
    double[] logarithms = {-1, -8, -2, -6, -3, -0.5, -1, -1, -1, -1};
    TokenScores scores = scores(logarithms, new double[10], new double[10]);

    assertThat(LowestShare.minK(scores, 0.2)).isCloseTo(-7, within(1e-12));
    assertThat(LowestShare.minK(scores, 0.01)).isCloseTo(-8, within(1e-12));
    assertThat(logarithms[1]).as("the scores are left in order").isEqualTo(-8);
  }

  @Test
  void minKPlusPlusStandardisesEachTokenFirst() {
    // (−1+3)÷2 = 1, (−8+4)÷4 = −1, (−2+1)÷0.5 = −2
    TokenScores scores =
        scores(new double[] {-1, -8, -2}, new double[] {-3, -4, -1}, new double[] {2, 4, 0.5});

    assertThat(LowestShare.minKPlusPlus(scores, 0.67)).isCloseTo(-1.5, within(1e-12));
  }

  @Test
  void rougeLIsTheLongestCommonSubsequenceOfWords() {
    // the cat … mat: the, cat, the, mat are in common; 6 and 5 words.
    assertThat(RougeL.f1("The cat sat on the mat.", "the cat, and the mat"))
        .isCloseTo(2.0 * 4 / (6 + 5), within(1e-12));
    assertThat(RougeL.f1("one two three", "three two one")).isCloseTo(2.0 / 6, within(1e-12));
    assertThat(RougeL.f1("same words", "Same, words!")).isEqualTo(1.0);
    assertThat(RougeL.f1("", "…")).isEqualTo(0.0);
  }

  @Test
  void extractionStrengthIsThePartBehindTheLastUnlikelyToken() {
    boolean[] greedy = {true, false, true, true, true};

    assertThat(ExtractionStrength.of(new TokenScores(null, null, null, greedy)))
        .isCloseTo(3.0 / 5, within(1e-12));
    assertThat(
            ExtractionStrength.of(
                new TokenScores(null, null, null, new boolean[] {true, true, false})))
        .isEqualTo(0.0);
    assertThat(ExtractionStrength.of(new TokenScores(null, null, null, new boolean[] {true, true})))
        .isEqualTo(1.0);
  }
}
