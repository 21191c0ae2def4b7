package io.github.unlearn4j.run;

import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.recipe.StopSettings;
import io.github.unlearn4j.run.report.StopPoint;
import java.nio.file.Files;
import java.util.List;

/**
 * When a finetune has done enough, and which of its measured steps is the best. Looks at the
 * prompts set aside for tuning, never at those of the report.
 */
final class StopRule {
  private final StopSettings settings;
  private final Measurement baseline;
  private Measurement best;

  StopRule(StopSettings settings, Measurement baseline) {
    this.settings = settings;
    this.baseline = baseline;
  }

  /** Where a finetune that is over came to its end, by its measured steps; null: nothing is. */
  static StopPoint replayed(StopSettings settings, RunDirectory directory) {
    List<Measurement> steps = directory.steps();
    if (steps.isEmpty() || !Files.exists(directory.measured("baseline"))) {
      return null;
    }
    StopRule rule = new StopRule(settings, Measurement.load(directory.measured("baseline")));
    steps.forEach(rule::isBest);
    Measurement last = steps.getLast();
    return new StopPoint(
        last.step(), rule.isDone(last) ? rule.reason(last) : null, rule.best().step());
  }

  /** Takes the next measured step; returns whether it is the best one so far. */
  boolean isBest(Measurement step) {
    if (best == null || isBetter(step, best)) {
      best = step;
      return true;
    }
    return false;
  }

  /** Enough is forgotten, or going on would harm the rest. */
  boolean isDone(Measurement step) {
    return isForgotten(step) || !isHarmless(step);
  }

  Measurement best() {
    return best;
  }

  /** One sentence for the user. */
  String reason(Measurement step) {
    return isForgotten(step)
        ? "familiarity is at most %s of the baseline's".formatted(settings.familiarityRatio())
        : "retain perplexity is above %s times the baseline's"
            .formatted(settings.retainPerplexityRatio());
  }

  /**
   * Whoever harms the rest least comes first, as long as one does; then who has forgotten most. Of
   * two that cannot be told apart because forgetting was not measured, the later one.
   */
  private boolean isBetter(Measurement one, Measurement other) {
    if (isHarmless(one) != isHarmless(other)) {
      return isHarmless(one);
    }
    return isHarmless(one)
        ? !(one.tuningFamiliarity() >= other.tuningFamiliarity())
        : retain(one) < retain(other);
  }

  private boolean isForgotten(Measurement step) {
    return step.tuningFamiliarity() <= settings.familiarityRatio() * baseline.tuningFamiliarity();
  }

  /** Without retain text nothing is known to be harmed. */
  private boolean isHarmless(Measurement step) {
    return baseline.perplexity().retain() == null
        || retain(step) <= settings.retainPerplexityRatio() * baseline.perplexity().retain();
  }

  private static double retain(Measurement measurement) {
    Double perplexity = measurement.perplexity().retain();
    return perplexity == null ? Double.POSITIVE_INFINITY : perplexity;
  }
}
