package io.github.unlearn4j.kernels;

/** log Σ eˣ of a row of logits. */
public final class LogSum {
  /** e⁻¹⁸ of 50,000 tokens is below a thousandth: what is so far below the largest adds nothing. */
  private static final float NEGLIGIBLE = 18;

  private LogSum() {}

  /**
   * Of the first {@code count} values, within 1e-5; NaN if one of them is.
   *
   * @param count at least 1
   */
  public static double of(float[] logits, int count) {
    return VectorModule.present() ? LogSumLoop.of(logits, count) : plain(logits, count);
  }

  static double plain(float[] logits, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int id = 0; id < count; id++) {
      largest = Math.max(largest, logits[id]);
    }
    double sum = Float.isNaN(largest) ? Double.NaN : 0;
    for (int id = 0; id < count; id++) {
      if (logits[id] > largest - NEGLIGIBLE) {
        sum += Math.exp(logits[id] - largest);
      }
    }
    return largest + Math.log(sum);
  }
}
