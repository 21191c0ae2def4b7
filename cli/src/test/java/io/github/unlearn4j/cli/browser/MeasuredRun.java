package io.github.unlearn4j.cli.browser;

import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.Measurement.Counts;
import io.github.unlearn4j.measure.Measurement.FamiliarityScore;
import io.github.unlearn4j.measure.Measurement.Perplexities;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** A run with something to draw in every chart of its report. */
final class MeasuredRun {
  private static final String PROBES =
      """
      {"probes": [
        {"name": "extraction", "shows": "s", "unit": "share", "better": "lower",
         "before": {"value": 0.5, "standard_error": 0.1, "n": 8},
         "after": {"value": 0.0, "standard_error": null, "n": 8},
         "never_read": {"value": 0.01, "standard_error": 0.01, "n": 8}, "chance": null,
         "more": [], "remark": null,
         "details": {"offsets": [0, 640, 1280], "mean_log_probability":
           {"before": [-1.25, -2.5, -1.5], "after": [-4.75, -3.1, -4.0]}}},
        {"name": "multiple-choice", "shows": "</script><b>", "unit": "share", "better": "as never read",
         "before": {"value": 0.9, "standard_error": 0.05, "n": 8},
         "after": {"value": 0.4, "standard_error": 0.1, "n": 8},
         "never_read": null, "chance": 0.25, "more": [], "remark": null, "details": {}},
        {"name": "relearning", "shows": "s", "unit": "probability", "better": "as never read",
         "before": {"value": 0.25, "standard_error": null, "n": 8},
         "after": {"value": 0.1, "standard_error": null, "n": 8},
         "never_read": null, "chance": null, "more": [], "remark": null,
         "details": {"curve": {"steps": [0, 3, 6], "after": [0.01, 0.06, 0.1],
           "never_read": [0.0, 0.01, 0.03]}}}],
       "limit": 8, "seconds": 1.5}
      """;

  private MeasuredRun() {}

  static void write(RunDirectory run) throws IOException {
    measured("baseline", 0.25, 10, 0.6).save(run.measured("baseline"));
    measured("unlearned", 0.01, 10.2, 0.58).save(run.measured("unlearned"));
    measured("step-00020", 0.1, 10.1, 0.59).save(run.measured("step-00020"));
    measured("step-00040", 0.01, 10.2, 0.58).save(run.measured("step-00040"));
    new AnchorDictionary(List.of(Anchor.of("Sefka", "Molly"))).save(run.anchors());
    Json.write(run.runInfo(), Map.of("cores", 2));
    Files.writeString(run.probes(), PROBES);
  }

  private static Measurement measured(
      String model, double familiarity, double perplexity, double accuracy) {
    FamiliarityScore score = new FamiliarityScore(familiarity, null, 10);
    return new Measurement(
        model,
        score,
        familiarity / 10,
        new Perplexities(20.0, perplexity),
        Map.of("arc_easy", Map.of("acc,none", accuracy, "acc_stderr,none", 0.02)),
        1,
        score,
        new Counts(10, 0, 5, 1000, 1000),
        List.of());
  }
}
