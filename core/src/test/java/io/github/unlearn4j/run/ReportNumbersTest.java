package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number on the page is the one in the JSON file it came from, to the digits shown. */
class ReportNumbersTest {
  private static final Map<String, String> PLACES =
      Map.of(
          "familiarity", "/familiarity/probability",
          "completions", "/familiarity/completion",
          "anchor recall", "/anchor_recall",
          "target perplexity", "/perplexity/target",
          "retain perplexity", "/perplexity/retain");

  private static final String PROBES =
      """
      {"probes": [
        {"name": "extraction", "shows": "a <b>", "unit": "share", "better": "lower",
         "before": {"value": 0.123456, "standard_error": 0.0123, "n": 8},
         "after": {"value": 0.0, "standard_error": null, "n": 8},
         "never_read": null, "chance": null,
         "more": [{"what": "mean log p", "before": {"value": -3.25678, "standard_error": null, "n": 8},
                   "after": {"value": -12.3456, "standard_error": null, "n": 8}, "never_read": null}],
         "remark": null,
         "details": {"offsets": [0, 640], "mean_log_probability":
           {"before": [-1.25049, -2.5], "after": [-4.75, -3.1239]}}},
        {"name": "min-k", "shows": "s", "unit": "AUC", "better": "as never read",
         "before": {"value": 0.75, "standard_error": null, "n": 8},
         "after": {"value": 0.51239, "standard_error": 0.0051, "n": 8},
         "never_read": null, "chance": 0.5, "more": [], "remark": "with others", "details": {}},
        {"name": "neighbours", "shows": "s", "unit": "perplexity", "better": "as before",
         "before": null, "after": null, "never_read": null, "chance": null, "more": [],
         "remark": "no text", "details": {}}],
       "limit": 8, "seconds": 1.5}
      """;

  @TempDir Path folder;

  private static final Map<String, String> CURVES =
      Map.of(
          "familiarity", "/tuning/probability",
          "retain perplexity", "/perplexity/retain",
          "arc_easy, acc_norm", "/tasks/arc_easy/acc_norm,none",
          "boolq, acc", "/tasks/boolq/acc,none");

  private RunDirectory directory;
  private String page;

  @BeforeEach
  void report() throws Exception {
    directory = new RunDirectory(folder);
    scored(MeasuredExamples.of("baseline", 0.254987, 0.3333333, 10.0449), 0.61237);
    scored(MeasuredExamples.of("unlearned", 0.00098765, 1.25e-7, 123.456), 0.58126);
    scored(MeasuredExamples.of("step-00020", 0.123449, 0.1, 11.5), 0.60018);
    scored(MeasuredExamples.of("step-00040", 0.051251, 0.1, 11.75), 0.58126);
    new AnchorDictionary(List.of(Anchor.of("Sefka", "Molly"))).save(directory.anchors());
    Json.write(directory.runInfo(), Map.of("cores", 2));
    java.nio.file.Files.writeString(directory.probes(), PROBES);

    new ReportStage()
        .run(
            new RunContext(
                new RecipeBuilder().build(), directory, ComputeType.FLOAT32, Progress.silent()));
    page = java.nio.file.Files.readString(directory.report());
  }

  @Test
  void everyCellOfTheTableIsTheValueInTheFileOfItsModel() {
    List<String> models = List.of("baseline", "unlearned");
    PLACES.forEach(
        (title, place) -> {
          List<String> cells = cells(title);
          assertThat(cells).as(title).hasSize(models.size());
          for (int i = 0; i < models.size(); i++) {
            JsonNode value = Json.read(directory.measured(models.get(i))).at(place);
            if (value.isNumber()) {
              same(cells.get(i), value.doubleValue());
            } else {
              assertThat(cells.get(i)).isEqualTo("–");
            }
          }
        });
  }

  @Test
  void everyPointOfTheCurvesIsTheNumberInTheFileOfItsStep() {
    CURVES.forEach(
        (title, place) -> {
          List<MatchResult> points =
              Pattern.compile("<title>" + title + ", step (\\d+): ([^< ]+)( ± [^<]+)?</title>")
                  .matcher(page)
                  .results()
                  .toList();

          assertThat(points).as(title).hasSize(3);
          for (MatchResult point : points) {
            int step = Integer.parseInt(point.group(1));
            Path file = step == 0 ? directory.measured("baseline") : directory.measuredStep(step);
            same(point.group(2), Json.read(file).at(place).doubleValue());
          }
        });
    assertThat(page).contains(">0.2550</text>", ">0.0513</text>");
  }

  @Test
  void whatStillTellsMoreThanChanceIsSaidInTheVerdict() {
    // 0.51239 − 2 · 0.0051 = 0.50219 > 0.5
    assertThat(page).contains("Attacks that still tell more than chance: min-k.");
  }

  @Test
  void everyProbeOnThePageIsTheValueInItsFile() {
    for (JsonNode probe : Json.read(directory.probes()).path("probes")) {
      if (probe.path("before").isNull()) {
        assertThat(page).contains("Not run: neighbours (no text).");
        continue;
      }
      List<String> cells = cells(probe.path("name").textValue());
      shown(cells.get(0), probe.path("before"));
      shown(cells.get(1), probe.path("after"));
      for (JsonNode more : probe.path("more")) {
        List<String> further = cells("· " + more.path("what").textValue());
        shown(further.get(0), more.path("before"));
        shown(further.get(1), more.path("after"));
      }
    }
    assertThat(cells("min-k").get(2)).isEqualTo("0.5000 (chance)");
    assertThat(cells("min-k").get(3)).isEqualTo("at chance");
    assertThat(page).contains("a &lt;b&gt; (share)");
  }

  private static void shown(String cell, JsonNode estimate) {
    String[] parts = cell.split(" ± ");
    double value = estimate.path("value").doubleValue();
    if (value == 0) {
      assertThat(parts[0]).isEqualTo("0");
    } else {
      same(parts[0], value);
    }
    assertThat(parts.length).isEqualTo(estimate.path("standard_error").isNull() ? 1 : 2);
    if (parts.length == 2) {
      same(parts[1], estimate.path("standard_error").doubleValue());
    }
  }

  @Test
  void everyStripeOfTheHeatMapIsTheWindowInTheFile() {
    JsonNode details = Json.read(directory.probes()).path("probes").path(0).path("details");
    List<MatchResult> stripes =
        Pattern.compile("<title>token (\\d+): ([^<]+)</title>").matcher(page).results().toList();

    assertThat(stripes).hasSize(4);
    int next = 0;
    for (String model : List.of("before", "after")) {
      for (int i = 0; i < 2; i++) {
        MatchResult stripe = stripes.get(next++);
        assertThat(stripe.group(1)).isEqualTo(details.path("offsets").path(i).asText());
        same(
            stripe.group(2),
            details.path("mean_log_probability").path(model).path(i).doubleValue());
      }
    }
  }

  @Test
  void theLimitsOfTheStopRuleAreTheirShareOfTheBaseline() {
    // 0.05 and 1.03 are the settings; 0.05 · 0.254987 = 0.01275, 1.03 · 10.0449 = 10.346.
    assertThat(page).contains("stops at 0.0127</text>", "stops at 10.35</text>");
    assertThat(page).containsOnlyOnce("stops at 0.0127").containsOnlyOnce("stops at 10.35");
  }

  @Test
  void benchmarksStandInTheTableWithTheirStandardErrors() {
    assertThat(cells("arc_easy, acc_norm")).containsExactly("0.6124 ± 0.0300", "0.5813 ± 0.0300");
    assertThat(cells("boolq, acc")).containsExactly("0.5000", "0.5000");
  }

  private List<String> cells(String title) {
    String row =
        Pattern.compile("<th scope=\"row\">" + title + "</th>(.*?)</tr>")
            .matcher(page)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    return Pattern.compile("<td>(.*?)</td>")
        .matcher(row)
        .results()
        .map(cell -> cell.group(1))
        .toList();
  }

  /** Half of the last digit shown is all that rounding may change. */
  private static void same(String shown, double value) {
    BigDecimal number = new BigDecimal(shown);
    double half = 0.5 * Math.pow(10, -number.scale());

    assertThat(number.doubleValue()).isCloseTo(value, within(half * 1.000001));
    assertThat(number.precision()).as("digits of " + shown).isGreaterThanOrEqualTo(2);
  }

  /** Saves a measurement with two benchmarks, the second of a single item. */
  private void scored(Measurement measurement, double normalized) {
    Map<String, Double> arc =
        Map.of("acc,none", 0.3, "acc_norm,none", normalized, "acc_norm_stderr,none", 0.03);
    Map<String, Map<String, Double>> tasks = new TreeMap<>();
    tasks.put("arc_easy", arc);
    tasks.put("boolq", Map.of("acc,none", 0.5));
    measurement.withTasks(tasks, 1).save(directory.measured(measurement.model()));
  }
}
