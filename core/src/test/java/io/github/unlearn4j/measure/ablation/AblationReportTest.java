package io.github.unlearn4j.measure.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.Measurement.Counts;
import io.github.unlearn4j.measure.Measurement.FamiliarityScore;
import io.github.unlearn4j.measure.Measurement.Perplexities;
import io.github.unlearn4j.measure.ablation.VariantResult.Point;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationReportTest {
  private static final Point BASELINE = point(0, 0.2, 0.2, 10.0);

  @Test
  void theStepIsChosenByTheTuningHalfAndReportedByTheOther() {
    // Step 20 is too harmful, step 10 has forgotten most of those within by the tuning half.
    AblationRow row =
        only(
            point(5, 0.01, 0.15, 10.1),
            point(10, 0.04, 0.05, 10.5),
            point(15, 0.02, 0.06, 10.2),
            point(20, 0.001, 0.001, 10.6));

    assertThat(row.equalHarm().step()).isEqualTo(10);
    assertThat(row.equalHarm().familiarity()).isEqualTo(0.04);
    assertThat(row.equalHarm().familiarityRatio()).isEqualTo(0.04 / 0.2);
    assertThat(row.end().step()).isEqualTo(20);
    assertThat(row.end().retainPerplexityRatio()).isEqualTo(1.06);
    assertThat(row.curve()).hasSize(5);
  }

  @Test
  void whoHarmsTooMuchAtEveryStepIsNeverWithin() {
    assertThat(only(point(5, 0.1, 0.1, 11.0)).equalHarm()).isNull();
    assertThat(only(point(5, 0.1, 0.1, null)).equalHarm()).as("infinite").isNull();
    assertThat(only().end()).as("nothing was measured").isNull();
  }

  @Test
  void theVerdictSaysWhetherBothPartsBeatEitherAlone() {
    assertThat(verdict(0.01, 0.02, 0.1))
        .isEqualTo(
            "At equal harm, retain perplexity at most 1.05 times the baseline's, both parts"
                + " together beat either alone here (familiarity left: both 0.01000, anchors-only"
                + " 0.02000, bootstrap-only 0.1000).");
    assertThat(verdict(0.02, 0.02, 0.1)).contains("do not beat anchors-only here");
    assertThat(verdict(0.02, 0.01, 0.01)).contains("beat neither alone here");
    assertThat(verdict(0.01, null, 0.1))
        .contains("beat either alone here", "anchors-only never within");
    assertThat(verdict(null, null, 0.1)).contains("beat neither alone here", "both never within");
  }

  @Test
  void ofSeveralAlphasTheOneThatIsBestByTheTuningHalfStandsForBothParts() {
    AblationReport report =
        AblationReport.of(
            List.of(
                result("both", (Double) null),
                result("alpha-0.25", point(8, 0.015, 0.010, 10.0)),
                result("alpha-5", point(8, 0.001, 0.012, 10.0)),
                result("anchors-only", 0.02),
                result("bootstrap-only", 0.1)),
            1.05);

    assertThat(report.verdict())
        .contains("both parts together, at the best of 3 alphas by the tuning half, beat either")
        .contains("(familiarity left: alpha-0.25 0.01500, anchors-only 0.02000,");
  }

  @Test
  void withoutOneOfTheThreeNothingIsClaimed() {
    AblationReport report = AblationReport.of(List.of(result("both", 0.1)), 1.05);

    assertThat(report.verdict()).endsWith("is not known: not run: anchors-only, bootstrap-only.");
  }

  @Test
  void bothFilesAreReadAsTheyWereWritten(@TempDir Path folder) {
    VariantResult result = result("both", 0.1);
    AblationReport report = AblationReport.of(List.of(result), 1.05);
    result.save(folder.resolve("ablation/both.json"));
    report.save(folder.resolve("ablation.json"));

    assertThat(VariantResult.load(folder.resolve("ablation/both.json"))).isEqualTo(result);
    assertThat(AblationReport.load(folder.resolve("ablation.json"))).isEqualTo(report);
  }

  private static String verdict(Double both, Double anchors, Double bootstrap) {
    return AblationReport.of(
            List.of(
                result("both", both),
                result("anchors-only", anchors),
                result("bootstrap-only", bootstrap)),
            1.05)
        .verdict();
  }

  /** One step with this familiarity; null: it harms too much. */
  private static VariantResult result(String variant, Double familiarity) {
    return familiarity == null
        ? result(variant, point(8, 0.001, 0.001, 20.0))
        : result(variant, point(8, familiarity, familiarity, 10.0));
  }

  private static AblationRow only(Point... measured) {
    return AblationReport.of(List.of(result("both", measured)), 1.05).variants().getFirst();
  }

  private static VariantResult result(String variant, Point... measured) {
    List<Point> points = new java.util.ArrayList<>(List.of(BASELINE));
    points.addAll(Arrays.asList(measured));
    return new VariantResult(variant, 1.0, 12, 20, 8, 1e-4, points, List.of("a remark"));
  }

  private static Point point(int step, double reported, double tuning, Double retain) {
    return new Point(
        step,
        new Measurement(
            "step",
            new FamiliarityScore(reported, null, 10),
            0.01,
            new Perplexities(20.0, retain),
            Map.of(),
            1,
            new FamiliarityScore(tuning, null, 10),
            new Counts(20, 0, 5, 1000, 1000),
            List.of()));
  }
}
