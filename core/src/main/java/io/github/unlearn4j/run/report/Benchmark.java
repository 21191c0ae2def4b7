package io.github.unlearn4j.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.Measurement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One benchmark's number as it is shown: acc_norm where the benchmark has it, else acc.
 *
 * @param standardError of the number; null for a single item
 * @param file in {@code measure/} that it stands in
 */
public record Benchmark(
    String task, String metric, double value, Double standardError, String file) {

  /** Those of a measurement, in its order. */
  public static List<Benchmark> of(Measurement measurement) {
    return of(measurement.model(), measurement.tasks());
  }

  /** Those of a file that {@code measure --tasks} left. */
  public static List<Benchmark> read(Path file) {
    JsonNode tasks = Json.read(file).path("tasks");
    Map<String, Map<String, Double>> numbers = Json.json().convertValue(tasks, Measurement.TASKS);
    return of(file.getFileName().toString().replaceFirst("\\.json$", ""), numbers);
  }

  private static List<Benchmark> of(String file, Map<String, Map<String, Double>> tasks) {
    return tasks.entrySet().stream()
        .map(entry -> of(file, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Benchmark of(String file, String task, Map<String, Double> numbers) {
    String metric = numbers.containsKey("acc_norm,none") ? "acc_norm" : "acc";
    return new Benchmark(
        task, metric, numbers.get(metric + ",none"), numbers.get(metric + "_stderr,none"), file);
  }

  /** Name of task and number. */
  public String title() {
    return task + ", " + metric;
  }

  /** Its key in {@code measure/intervals.json}. */
  String key() {
    return task + "." + metric;
  }

  Sourced sourced() {
    return Sourced.of(file, "/tasks/%s/%s,none".formatted(task, metric), value);
  }

  /** The standard error; null for a single item. */
  Sourced error() {
    return Sourced.of(file, "/tasks/%s/%s_stderr,none".formatted(task, metric), standardError);
  }

  /** The number with its standard error. */
  public String text() {
    return standardError == null
        ? Digits.of(value)
        : Digits.of(value) + " ± " + Digits.of(standardError);
  }
}
