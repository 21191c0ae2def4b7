package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Measurement;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One benchmark's number as it is shown: acc_norm where the benchmark has it, else acc.
 *
 * @param standardError of the number; null for a single item
 */
public record Benchmark(String task, String metric, double value, Double standardError) {

  /** Those of a measurement, in its order. */
  public static List<Benchmark> of(Measurement measurement) {
    return measurement.tasks().entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Benchmark of(String task, Map<String, Double> numbers) {
    String metric = numbers.containsKey("acc_norm,none") ? "acc_norm" : "acc";
    return new Benchmark(
        task, metric, numbers.get(metric + ",none"), numbers.get(metric + "_stderr,none"));
  }

  /** Name of task and number. */
  public String title() {
    return task + ", " + metric;
  }

  /** The number with its standard error. */
  public String text() {
    return standardError == null
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, "%.4f ± %.4f", value, standardError);
  }
}
