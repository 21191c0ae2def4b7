package io.github.unlearn4j.measure.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.Measurement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one variant came to; a file {@code ablation/VARIANT.json}.
 *
 * @param alpha of equation (1); null: the variant has none
 * @param blocks of the target it learnt from; 0: nothing is trained
 * @param plannedSteps its budget
 * @param batchBlocks blocks of the target in a step
 * @param learningRate at its peak
 * @param points the first one is the baseline, the last one the end
 * @param remarks what a reader of the numbers must know, a sentence each
 */
public record VariantResult(
    String variant,
    Double alpha,
    int blocks,
    int plannedSteps,
    int batchBlocks,
    double learningRate,
    List<Point> points,
    List<String> remarks) {
  /** The paper's method, and its two parts alone. */
  public static final String BOTH = "both";

  /** Both parts at another alpha: alpha-2. */
  public static final String ALPHA = "alpha";

  public static final String ANCHORS_ONLY = "anchors-only";
  public static final String BOOTSTRAP_ONLY = "bootstrap-only";

  /** What was measured after so many steps. */
  public record Point(int step, Measurement measurement) {
    private boolean isWithin(double retainPerplexity) {
      Double retain = measurement.perplexity().retain();
      return retain != null && retain <= retainPerplexity;
    }
  }

  public VariantResult {
    points = List.copyOf(points);
    remarks = List.copyOf(remarks);
  }

  Measurement baseline() {
    return points.getFirst().measurement();
  }

  /** Whether a variant of this name is the paper's method, at whatever alpha. */
  static boolean hasBothParts(String variant) {
    return variant.equals(BOTH) || variant.startsWith(ALPHA + "-");
  }

  /** The last measured step; empty if none came after the baseline. */
  Optional<Point> end() {
    return points.size() > 1 ? Optional.of(points.getLast()) : Optional.empty();
  }

  /**
   * The measured step that has forgotten most, by the prompts set aside for tuning, among those
   * that harm the rest no more than this; empty: none is within. Without retain text no harm is
   * known, and where forgetting was not measured the last one is taken.
   *
   * @param retainPerplexityRatio largest retain perplexity, as a factor of the baseline's
   */
  Optional<Point> atEqualHarm(double retainPerplexityRatio) {
    Double retain = baseline().perplexity().retain();
    return points.stream()
        .skip(1)
        .filter(point -> retain == null || point.isWithin(retainPerplexityRatio * retain))
        .reduce((best, point) -> forgotten(best) <= forgotten(point) ? best : point);
  }

  /** What is left at {@link #atEqualHarm} by the tuning half; infinite: never within. */
  double leftAtEqualHarm(double retainPerplexityRatio) {
    return atEqualHarm(retainPerplexityRatio)
        .map(VariantResult::forgotten)
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static double forgotten(Point point) {
    return point.measurement().tuningFamiliarity();
  }

  public void save(Path file) {
    Json.write(file, this);
  }

  /** Reads what {@link #save} wrote. */
  public static VariantResult load(Path file) {
    try {
      return Json.json().treeToValue(Json.read(file), VariantResult.class);
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "%s is no result of a variant: %s; ./unlearn ablate --again makes it anew"
              .formatted(file, problem.getOriginalMessage()));
    }
  }
}
