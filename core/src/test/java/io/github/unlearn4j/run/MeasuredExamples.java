package io.github.unlearn4j.run;

import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.Measurement.Counts;
import io.github.unlearn4j.measure.Measurement.FamiliarityScore;
import io.github.unlearn4j.measure.Measurement.Perplexities;
import java.util.List;
import java.util.Map;

/** Measurements as tests need them. */
public final class MeasuredExamples {
  private MeasuredExamples() {}

  /** A measurement whose familiarity is the same for report and tuning; null: not measured. */
  public static Measurement of(String model, Double familiarity, Double recall, Double retain) {
    FamiliarityScore score = new FamiliarityScore(familiarity, null, 10);
    return new Measurement(
        model,
        score,
        recall,
        new Perplexities(20.0, retain),
        Map.of(),
        1,
        score,
        new Counts(10, 0, 5, 1000, 1000),
        List.of());
  }
}
