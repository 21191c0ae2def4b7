package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.model.TokenScores;
import java.util.Arrays;

/**
 * Scores of a passage that look at its least expected tokens only: a text that was learnt has few
 * that surprise.
 */
final class LowestShare {
  private LowestShare() {}

  /** Min-K%: mean log p of the {@code share} least probable tokens (arXiv 2310.16789). */
  static double minK(TokenScores scores, double share) {
    return meanOfLowest(scores.logarithms().clone(), share);
  }

  /**
   * Min-K%++: the same of (log p − μ) ÷ σ, with mean and standard deviation of log p over the
   * vocabulary under the model's own prediction (arXiv 2404.02936).
   */
  static double minKPlusPlus(TokenScores scores, double share) {
    double[] standardised = new double[scores.logarithms().length];
    for (int i = 0; i < standardised.length; i++) {
      double deviation = Math.max(scores.deviations()[i], 1e-6); // certain of one token
      standardised[i] = (scores.logarithms()[i] - scores.means()[i]) / deviation;
    }
    return meanOfLowest(standardised, share);
  }

  private static double meanOfLowest(double[] values, double share) {
    Arrays.sort(values);
    int count = Math.max(1, (int) (values.length * share));
    return Arrays.stream(values, 0, count).average().orElseThrow();
  }
}
