package io.github.unlearn4j.measure.ablation;

import io.github.unlearn4j.measure.Measurement;
import java.util.List;

/**
 * A variant as the table shows it.
 *
 * @param alpha of equation (1); null: the variant has none
 * @param plannedSteps its budget of optimiser steps; 0: nothing is trained
 * @param end its last measured step; null: none was measured
 * @param equalHarm the step that has forgotten most without more harm than allowed; null: never
 *     within
 * @param curve every measured step, the baseline first
 */
public record AblationRow(
    String variant,
    Double alpha,
    int plannedSteps,
    State end,
    State equalHarm,
    List<State> curve,
    List<String> remarks) {

  /**
   * A variant at a step. Familiarity is that of the reported half; what was not measured is null.
   *
   * @param familiarityRatio familiarity ÷ the baseline's
   * @param completion share of completions that give the target away; at the end only
   * @param retainPerplexityRatio retain perplexity ÷ the baseline's
   */
  public record State(
      int step,
      Double familiarity,
      Double familiarityRatio,
      Double anchorRecall,
      Double completion,
      Double retainPerplexity,
      Double retainPerplexityRatio) {

    static State of(VariantResult.Point point, Measurement baseline) {
      Measurement now = point.measurement();
      Double familiarity = now.familiarity().probability();
      Double retain = now.perplexity().retain();
      return new State(
          point.step(),
          familiarity,
          ratio(familiarity, baseline.familiarity().probability()),
          now.anchorRecall(),
          now.familiarity().completion(),
          retain,
          ratio(retain, baseline.perplexity().retain()));
    }

    private static Double ratio(Double value, Double baseline) {
      return value == null || baseline == null || baseline == 0 ? null : value / baseline;
    }

    /** What variants are compared by; anchor recall where there are no prompts. */
    double left() {
      if (familiarity != null) {
        return familiarity;
      }
      return anchorRecall == null ? Double.NaN : anchorRecall;
    }
  }

  static AblationRow of(VariantResult result, double retainPerplexityRatio) {
    Measurement baseline = result.baseline();
    return new AblationRow(
        result.variant(),
        result.alpha(),
        result.plannedSteps(),
        result.end().map(point -> State.of(point, baseline)).orElse(null),
        result
            .atEqualHarm(retainPerplexityRatio)
            .map(point -> State.of(point, baseline))
            .orElse(null),
        result.points().stream().map(point -> State.of(point, baseline)).toList(),
        result.remarks());
  }
}
