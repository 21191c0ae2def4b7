package io.github.unlearn4j.whp;

/** log Σ eˣ of a row of logits. */
final class LogSum {
  /** e⁻¹⁸ of 50,000 tokens is below a thousandth: what is so far below the largest adds nothing. */
  private static final float NEGLIGIBLE = 18;

  private LogSum() {}

  /** Of the first {@code count} values. */
  static double of(float[] logits, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int id = 0; id < count; id++) {
      largest = Math.max(largest, logits[id]);
    }
    double sum = 0;
    for (int id = 0; id < count; id++) {
      if (logits[id] > largest - NEGLIGIBLE) {
        sum += Math.exp(logits[id] - largest);
      }
    }
    return largest + Math.log(sum);
  }
}
