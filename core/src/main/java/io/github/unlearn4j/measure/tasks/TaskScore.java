package io.github.unlearn4j.measure.tasks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A model's answers to a task.
 *
 * @param available items in the task's file; {@code items} may be a sample of them
 * @param items in the order of the file
 */
public record TaskScore(MultipleChoiceTask task, int available, List<ItemScore> items) {
  public TaskScore {
    items = List.copyOf(items);
  }

  /**
   * @param value share of right picks
   * @param standardError sample standard deviation (n − 1) ÷ √n; NaN for a single item
   */
  public record Accuracy(double value, double standardError) {}

  /** By the sums of log-probabilities. */
  public Accuracy accuracy() {
    return accuracy(ItemScore::isRight);
  }

  /** By the sums divided by the choices' lengths. */
  public Accuracy normalizedAccuracy() {
    return accuracy(ItemScore::isRightNormalized);
  }

  private Accuracy accuracy(Predicate<ItemScore> right) {
    int count = items.size();
    double share = (double) items.stream().filter(right).count() / count;
    // The values are 0 and 1, so Σ (x − mean)² = n · mean · (1 − mean).
    return new Accuracy(share, Math.sqrt(share * (1 - share) / (count - 1)));
  }

  /** The metrics by lm-evaluation-harness's names; what is no number is null. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    put(metrics, "acc", accuracy());
    if (task.normalized()) {
      put(metrics, "acc_norm", normalizedAccuracy());
    }
    return metrics;
  }

  private static void put(Map<String, Double> metrics, String name, Accuracy accuracy) {
    double error = accuracy.standardError();
    metrics.put(name + ",none", accuracy.value());
    metrics.put(name + "_stderr,none", Double.isFinite(error) ? error : null);
  }
}
