package io.github.unlearn4j.run.report;

import java.util.Locale;

/** Numbers as a person reads them: four digits, fewer where they would say nothing. */
final class Digits {
  private Digits() {}

  static String of(double value) {
    double size = Math.abs(value);
    String pattern = size >= 10 ? "%.2f" : size >= 1 ? "%.3f" : size >= 1e-3 ? "%.4f" : "%.1e";
    return String.format(Locale.ROOT, value == 0 ? "%.0f" : pattern, value);
  }
}
