package io.github.unlearn4j.measure.tasks;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.model.ComputeType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One model's scores on several tasks, written under the names that lm-evaluation-harness gives
 * them.
 *
 * @param model what was measured, as the user named it
 * @param compute number format of the products: close calls depend on it
 * @param limit items of each task at most; 0: all
 * @param seed of the sample
 * @param seconds the measuring took
 * @param fingerprint of the model's folder, to see later whether it is still the same; may be null
 */
public record TaskResults(
    String model,
    ComputeType compute,
    List<TaskScore> scores,
    int limit,
    long seed,
    double seconds,
    String fingerprint) {
  public TaskResults {
    scores = List.copyOf(scores);
  }

  /** The content of the results' file. */
  public Map<String, Object> content() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("model", model);
    content.put("compute", compute.format());
    content.put("tasks", byTask(TaskScore::metrics));
    content.put("versions", byTask(score -> score.task().version()));
    content.put("n-samples", byTask(TaskResults::counts));
    content.put("n-shot", byTask(score -> 0));
    content.put("limit", limit == 0 ? null : limit);
    content.put("seed", seed);
    content.put("samples", byTask(TaskResults::indices));
    content.put("seconds", seconds);
    if (fingerprint != null) {
      content.put("fingerprint", fingerprint);
    }
    return content;
  }

  /** The same of a model whose folder has this fingerprint. */
  public TaskResults of(String folder) {
    return new TaskResults(model, compute, scores, limit, seed, seconds, folder);
  }

  /** A measurement of the same model with these scores beside its other numbers. */
  public Measurement addTo(Measurement measurement) {
    return measurement.withTasks(byTask(TaskScore::metrics), seconds);
  }

  /** Writes the results, and beside them every item's log-likelihoods as JSON lines. */
  public void save(Path file) {
    Json.write(file, content());
    saveItems(MeasureDetails.beside(file));
  }

  /** Writes every item's log-likelihoods as JSON lines. */
  public void saveItems(Path file) {
    AtomicFiles.write(
        file,
        out -> {
          for (TaskScore score : scores) {
            for (ItemScore item : score.items()) {
              out.write(line(score, item).getBytes(StandardCharsets.UTF_8));
            }
          }
        });
  }

  private static String line(TaskScore score, ItemScore item) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("task", score.task().name());
    line.put("index", item.index());
    line.put("gold", item.gold());
    line.put("pick", item.pick());
    if (score.task().normalized()) {
      line.put("pick_norm", item.normalizedPick());
    }
    line.put("log_likelihoods", item.logLikelihoods());
    line.put("lengths", item.lengths());
    return Json.line(line);
  }

  private static Map<String, Integer> counts(TaskScore score) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("original", score.available());
    counts.put("effective", score.items().size());
    return counts;
  }

  private static List<Integer> indices(TaskScore score) {
    return score.items().stream().map(ItemScore::index).toList();
  }

  private <T> Map<String, T> byTask(Function<TaskScore, T> value) {
    Map<String, T> map = new LinkedHashMap<>();
    scores.forEach(score -> map.put(score.task().name(), value.apply(score)));
    return map;
  }
}
