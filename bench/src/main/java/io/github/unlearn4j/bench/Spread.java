package io.github.unlearn4j.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Median, smallest and largest of some numbers. */
record Spread(double median, double minimum, double maximum) {
  static Spread of(Collection<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("no numbers");
    }
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
  }

  /** "12.3 (11.9 – 12.8)" */
  String text() {
    return "%s (%s – %s)".formatted(number(median), number(minimum), number(maximum));
  }

  /** About three significant digits. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3g";
    return String.format(Locale.ROOT, format, value);
  }
}
