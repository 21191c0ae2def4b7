package io.github.unlearn4j.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How sure the numbers of a run's models are; {@code measure/intervals.json}.
 *
 * @param confidence of every interval
 * @param resamples of the bootstrap
 * @param seed of its dice
 * @param models by model, each number with its interval
 * @param differences by model, each number less the baseline's, compared unit by unit
 */
public record Intervals(
    double confidence,
    int resamples,
    long seed,
    Map<String, Map<String, Interval>> models,
    Map<String, Map<String, Interval>> differences) {
  /** The model that the others are compared with. */
  public static final String BASELINE = "baseline";

  /** A run of which nothing is known. */
  public static final Intervals NONE =
      new Intervals(0.95, Sample.RESAMPLES, Sample.SEED, Map.of(), Map.of());

  /**
   * Intervals of every number whose answers lie beside its file.
   *
   * @param files each model's {@code measure/NAME.json}, by model, in the order of tables
   */
  public static Intervals read(Map<String, Path> files) {
    Map<String, Map<String, Sample>> answers = new LinkedHashMap<>();
    files.forEach(
        (model, file) -> {
          Map<String, Sample> samples = new LinkedHashMap<>();
          for (Path path : answers(file)) {
            samples.putAll(
                path.equals(MeasureDetails.beside(file))
                    ? Samples.of(MeasureDetails.load(file))
                    : TaskAnswers.read(path));
          }
          answers.put(model, samples);
        });
    return of(answers);
  }

  /**
   * The files of answers that there are for a model's {@code measure/NAME.json}. Benchmarks that
   * were asked for by themselves come last, as their scores come before those of the measurement.
   */
  public static List<Path> answers(Path file) {
    Path details = MeasureDetails.beside(file);
    return Stream.of(
            details,
            MeasureDetails.ofTasks(file),
            details.resolveSibling("tasks-" + details.getFileName()))
        .filter(Files::exists)
        .toList();
  }

  /**
   * Intervals of every number that there are answers for.
   *
   * @param answers by model
   */
  static Intervals of(Map<String, Map<String, Sample>> answers) {
    Map<String, Map<String, Interval>> models = new LinkedHashMap<>();
    Map<String, Map<String, Interval>> differences = new LinkedHashMap<>();
    Map<String, Sample> before = answers.getOrDefault(BASELINE, Map.of());
    answers.forEach(
        (model, samples) -> {
          Map<String, Interval> own = new LinkedHashMap<>();
          Map<String, Interval> changes = new LinkedHashMap<>();
          samples.forEach(
              (key, sample) -> {
                own.put(key, sample.interval());
                Interval change = before.containsKey(key) ? sample.minus(before.get(key)) : null;
                if (change != null && !model.equals(BASELINE)) {
                  changes.put(key, change);
                }
              });
          models.put(model, own);
          if (!changes.isEmpty()) {
            differences.put(model, changes);
          }
        });
    return new Intervals(NONE.confidence, NONE.resamples, NONE.seed, models, differences);
  }

  /** The interval of a model's number, or null. */
  public Interval of(String model, String key) {
    return models.getOrDefault(model, Map.of()).get(key);
  }

  /** How a model's number differs from the baseline's, or null. */
  public Interval difference(String model, String key) {
    return differences.getOrDefault(model, Map.of()).get(key);
  }

  public void save(Path file) {
    Json.write(file, this);
  }

  /** Reads what {@link #save} wrote. */
  public static Intervals load(Path file) {
    try {
      return Json.json().treeToValue(Json.read(file), Intervals.class);
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "%s holds no intervals: %s; write the report again"
              .formatted(file, problem.getOriginalMessage()));
    }
  }
}
