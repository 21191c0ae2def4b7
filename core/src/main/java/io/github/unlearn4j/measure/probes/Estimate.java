package io.github.unlearn4j.measure.probes;

import java.util.stream.DoubleStream;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.ranking.NaturalRanking;

/**
 * A number with how sure it is.
 *
 * @param value null: there was nothing to measure it on
 * @param standardError null: one item or none, or the number has no simple error
 * @param n items it rests on
 */
public record Estimate(Double value, Double standardError, int n) {

  /** JSON knows no NaN. */
  public Estimate {
    value = finite(value);
    standardError = value == null ? null : finite(standardError);
  }

  /** A number without an error. */
  public static Estimate exactly(double value, int n) {
    return new Estimate(value, null, n);
  }

  /** Mean; error: sample standard deviation (n − 1) ÷ √n. */
  public static Estimate mean(double[] values) {
    int n = values.length;
    if (n == 0) {
      return new Estimate(null, null, 0);
    }
    double error = n == 1 ? Double.NaN : Math.sqrt(StatUtils.variance(values) / n);
    return new Estimate(StatUtils.mean(values), error, n);
  }

  /**
   * Mean of values that hang together within groups. Error: that of a mean over clusters, √(G ÷ (G
   * − 1) · Σ (Σ of a group's deviations)²) ÷ n, which is {@link #mean}'s where each group has one
   * value.
   *
   * @param groups of each value; the values of a group follow one another
   */
  static Estimate mean(double[] values, int[] groups) {
    double mean = StatUtils.mean(values);
    double squares = 0;
    int count = 0;
    for (int from = 0, to; from < values.length; from = to, count++) {
      double together = 0;
      for (to = from; to < values.length && groups[to] == groups[from]; to++) {
        together += values[to] - mean;
      }
      squares += together * together;
    }
    double error = Math.sqrt(squares * count / (count - 1)) / values.length;
    return new Estimate(mean, count < 2 ? null : error, values.length);
  }

  /**
   * Area under the ROC curve: the probability that a member scores higher than another, ties half.
   * Error by Hanley and McNeil (1982). 0.5: the scores tell nothing.
   */
  public static Estimate auc(double[] members, double[] others) {
    double m = members.length;
    double o = others.length;
    if (m == 0 || o == 0) {
      return new Estimate(null, null, 0);
    }
    double[] both =
        DoubleStream.concat(DoubleStream.of(members), DoubleStream.of(others)).toArray();
    double ranks = DoubleStream.of(new NaturalRanking().rank(both)).limit(members.length).sum();
    double auc = (ranks - m * (m + 1) / 2) / (m * o);
    double q1 = auc / (2 - auc);
    double q2 = 2 * auc * auc / (1 + auc);
    double variance =
        (auc * (1 - auc) + (m - 1) * (q1 - auc * auc) + (o - 1) * (q2 - auc * auc)) / (m * o);
    return new Estimate(auc, Math.sqrt(Math.max(0, variance)), members.length + others.length);
  }

  private static Double finite(Double number) {
    return number == null || !Double.isFinite(number) ? null : number;
  }
}
