package io.github.unlearn4j.measure;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * What a number was measured on, unit by unit: prompts, items, or whole blocks, whose names and
 * tokens hang together. The number is Σ sums ÷ Σ weights, or e to that power.
 *
 * <p>Intervals are the percentiles 2.5 and 97.5 of a bootstrap (Efron 1979) over units, with dice
 * of a fixed seed. A share of 0 would resample to nothing but 0, so shares have Wilson's interval
 * (1927) and their paired differences Newcombe's (1998, method 10), which is made of two of
 * Wilson's.
 *
 * @param units what each is called; two models are compared unit by unit
 * @param sums of the values of each unit
 * @param weights how many values that are
 */
record Sample(List<String> units, double[] sums, double[] weights, Kind kind) {
  static final int RESAMPLES = 10_000;
  static final long SEED = 1;

  /** 97.5th percentile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  enum Kind {
    MEAN,
    /** A mean of zeros and ones. */
    SHARE,
    /** Of negative log-likelihoods: a perplexity. */
    EXPONENTIAL
  }

  Sample {
    units = List.copyOf(units);
  }

  double value() {
    int[] once = new int[sums.length];
    Arrays.fill(once, 1);
    return resampled(once);
  }

  /** The number with its own interval. */
  Interval interval() {
    if (kind == Kind.SHARE) {
      return wilson();
    }
    return bootstrap(value(), this::resampled);
  }

  /** This one less the other, compared unit by unit; null if they have other units. */
  Interval minus(Sample other) {
    if (!units.equals(other.units)) {
      return null;
    }
    if (kind == Kind.SHARE) {
      return newcombe(other);
    }
    return bootstrap(
        value() - other.value(), counts -> resampled(counts) - other.resampled(counts));
  }

  private double resampled(int[] counts) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i] * sums[i];
      weight += counts[i] * weights[i];
    }
    return kind == Kind.EXPONENTIAL ? Math.exp(sum / weight) : sum / weight;
  }

  private Interval bootstrap(double value, ToDoubleFunction<int[]> statistic) {
    SplittableRandom dice = new SplittableRandom(SEED);
    double[] drawn = new double[RESAMPLES];
    int[] counts = new int[units.size()];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      Arrays.fill(counts, 0);
      for (int i = 0; i < counts.length; i++) {
        counts[dice.nextInt(counts.length)]++;
      }
      drawn[resample] = statistic.applyAsDouble(counts);
    }
    Arrays.sort(drawn);
    int cut = RESAMPLES / 40;
    return new Interval(value, drawn[cut - 1], drawn[RESAMPLES - cut], units.size());
  }

  private Interval wilson() {
    double n = units.size();
    double share = value();
    double middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double half = Z / (1 + Z * Z / n) * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
    // At 0 and 1 the bounds are these, but for rounding.
    double low = share == 0 ? 0 : middle - half;
    double high = share == 1 ? 1 : middle + half;
    return new Interval(share, low, high, units.size());
  }

  private Interval newcombe(Sample other) {
    Interval mine = wilson();
    Interval its = other.wilson();
    double phi = correlation(other);
    double difference = mine.value() - its.value();
    return new Interval(
        difference,
        difference - side(mine.value() - mine.low(), its.high() - its.value(), phi),
        difference + side(mine.high() - mine.value(), its.value() - its.low(), phi),
        units.size());
  }

  private static double side(double one, double other, double phi) {
    return Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
  }

  /**
   * Pearson's, of zeros and ones, with method 10's correction: what speaks for a positive one is
   * taken n/2 smaller, down to 0. 0 where one of the two does not vary.
   */
  private double correlation(Sample other) {
    double n = units.size();
    double both = 0;
    double mine = 0;
    double its = 0;
    for (int i = 0; i < sums.length; i++) {
      both += sums[i] * other.sums[i];
      mine += sums[i];
      its += other.sums[i];
    }
    double spread = Math.sqrt(mine * (n - mine) * its * (n - its));
    double together = n * both - mine * its;
    return spread == 0 ? 0 : (together > 0 ? Math.max(0, together - n / 2) : together) / spread;
  }
}
