package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.CompletionPrompt;
import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.Familiarity.ProbabilityAnswer;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.Perplexity.BlockScore;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.measure.ablation.AblationReport;
import io.github.unlearn4j.measure.ablation.VariantResult;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
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
        {"name": "multiple-choice", "shows": "s", "unit": "accuracy", "better": "as never read",
         "before": {"value": 0.75, "standard_error": null, "n": 8},
         "after": {"value": 0.51239, "standard_error": 0.0051, "n": 8},
         "never_read": null, "chance": 0.5, "more": [], "remark": "with others", "details": {}},
        {"name": "neighbours", "shows": "s", "unit": "perplexity", "better": "as before",
         "before": null, "after": null, "never_read": null, "chance": null, "more": [],
         "remark": "no text", "details": {}},
        {"name": "relearning <b>", "shows": "s", "unit": "probability", "better": "lower",
         "before": {"value": 0.25, "standard_error": null, "n": 8},
         "after": {"value": 0.0123, "standard_error": null, "n": 8},
         "never_read": null, "chance": null, "more": [], "remark": null, "details": {}},
        {"name": "relearning", "shows": "s", "unit": "perplexity", "better": "lower",
         "before": {"value": 1.25, "standard_error": null, "n": 8},
         "after": {"value": 0.0123, "standard_error": null, "n": 8},
         "never_read": null, "chance": null, "more": [], "remark": null,
         "details": {"curve": {"steps": [0, 3, 6], "after": [0.0012, 0.0056, 0.0123]}}}],
       "limit": 8, "seconds": 1.5}
      """;

  @TempDir Path folder;

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
    answered("baseline", 0.25, "Sefka");
    answered("unlearned", 0.125, "nobody");
    Json.write(
        directory.measuredTasks("unlearned"),
        Map.of(
            "tasks",
            Map.of("arc_easy", Map.of("acc_norm,none", 0.5, "acc_norm_stderr,none", 0.025))));
    java.nio.file.Files.writeString(
        directory.folder().resolve("measure/tasks-unlearned.details.jsonl"),
        "{\"task\":\"arc_easy\",\"index\":1,\"gold\":1,\"pick\":1,\"pick_norm\":1}\n"
            + "{\"task\":\"arc_easy\",\"index\":2,\"gold\":1,\"pick\":0,\"pick_norm\":0}\n");

    AblationReport.of(List.of(variant("both", 0.0123456), variant("anchors-only", 0.0345678)), 1.05)
        .save(directory.ablation());

    RunContext context =
        new RunContext(
            new RecipeBuilder().build(), directory, ComputeType.FLOAT32, Progress.silent());
    for (Stage stage : Stages.report()) {
      stage.run(context);
    }
    page = java.nio.file.Files.readString(directory.report());
  }

  @Test
  void everyNumberOnThePageIsTheOneInTheFileItNames() {
    List<MatchResult> numbers =
        Pattern.compile("<data value=\"([^\"]+)\" data-from=\"([^\"]+)\">([^<]+)</data>")
            .matcher(page)
            .results()
            .toList();

    // Three models, two of them with benchmarks; steps, probes, stripes and their tables.
    assertThat(numbers).hasSizeGreaterThan(80);
    for (MatchResult number : numbers) {
      JsonNode value = source(number.group(2));
      assertThat(value.isNumber()).as(number.group(2)).isTrue();
      assertThat(Double.parseDouble(number.group(1)))
          .as(number.group(2))
          .isEqualTo(value.doubleValue());
      if (value.doubleValue() == 0) {
        assertThat(number.group(3)).isEqualTo("0");
      } else {
        same(number.group(3).replace("+", ""), value.doubleValue());
      }
    }
  }

  @Test
  void everyTableOfMeasuredNumbersHoldsNoOthers() {
    // A number that names no file would not be checked above.
    for (MatchResult cell :
        Pattern.compile("<td>(.*?)</td>").matcher(measuredTables()).results().toList()) {
      String rest = cell.group(1).replaceAll("<data [^>]*>[^<]*</data>", "");
      assertThat(rest.replaceAll("<[^>]+>", "")).as(cell.group(1)).doesNotContainPattern("\\d");
    }
  }

  private String measuredTables() {
    return Pattern.compile(
            "<table class=\"measured\">.*?</table>|<details class=\"numbers\">.*?</details>",
            Pattern.DOTALL)
        .matcher(page)
        .results()
        .map(MatchResult::group)
        .reduce("", String::concat);
  }

  @Test
  void everyPointOfEveryDrawingIsTheNumberInTheFileItNames() {
    int points = 0;
    List<String> kinds = new ArrayList<>();
    for (JsonNode chart : charts()) {
      kinds.add(chart.path("kind").asText());
      for (JsonNode series : chart.path("series")) {
        for (JsonNode point : series.path("points")) {
          String from = point.path("from").asText();
          assertThat(point.path("value").doubleValue())
              .as(from)
              .isEqualTo(source(from).doubleValue());
          points++;
        }
      }
    }
    // Benchmarks, four curves, probes, the strip, relearning, two of the ablation.
    assertThat(kinds)
        .containsExactly(
            "dots", "line", "line", "line", "line", "dots", "heat", "line", "line", "line");
    // 2 + 1 of benchmarks, 4 · 3 of steps, 3 · 2 of probes and a chance, 2 · 2 stripes, 3
    // relearning, 2 · 2 variants in each drawing of the ablation.
    assertThat(points).isEqualTo(3 + 12 + 7 + 4 + 3 + 8);
  }

  @Test
  void aBarReachesAStandardErrorToBothSides() {
    JsonNode min = charts().get(5).path("series").path(1).path("points").path(1);

    assertThat(min.path("value").doubleValue()).isEqualTo(0.51239);
    assertThat(min.path("low").doubleValue()).isCloseTo(0.50729, within(1e-12));
    assertThat(min.path("high").doubleValue()).isCloseTo(0.51749, within(1e-12));
  }

  @Test
  void theLimitsOfTheStopRuleAreTheirShareOfTheBaselineAndTheKeptStepIsMarked() {
    // 0.05 and 1.03 are the settings; 0.05 · 0.254987 = 0.01275, 1.03 · 10.0449 = 10.346.
    JsonNode familiarity = charts().get(1);
    JsonNode perplexity = charts().get(2);

    assertThat(familiarity.at("/limits/0/value").doubleValue())
        .isCloseTo(0.01274935, within(1e-12));
    assertThat(perplexity.at("/limits/0/value").doubleValue()).isCloseTo(10.346247, within(1e-9));
    // Both steps harm the rest: whoever does so least is kept, and the last one stops it.
    assertThat(familiarity.at("/marks/0/x").intValue()).isEqualTo(20);
    assertThat(familiarity.at("/marks/1/x").intValue()).isEqualTo(40);
    assertThat(page)
        .contains(
            "It stopped at step 40: retain perplexity is above 1.03 times the baseline&#39;s. Step"
                + " 20 was kept.");
  }

  @Test
  void nothingInTheDataOfADrawingCanEndItsScript() {
    assertThat(page).contains("\\u003cb>");
    assertThat(charts()).anyMatch(chart -> chart.toString().contains("relearning <b>"));
  }

  private List<JsonNode> charts() {
    return Pattern.compile("<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL)
        .matcher(page)
        .results()
        .map(match -> read(match.group(1)))
        .toList();
  }

  private static JsonNode read(String json) {
    try {
      return Json.json().readTree(json);
    } catch (JsonProcessingException problem) {
      throw new IllegalStateException(json, problem);
    }
  }

  /** "unlearned.json#/anchor_recall" of the run's measure folder. */
  private JsonNode source(String from) {
    String[] parts = from.split("#");
    return Json.read(folder.resolve("measure").resolve(parts[0])).at(parts[1]);
  }

  @Test
  void whatStillTellsMoreThanChanceIsSaidInTheVerdict() {
    // 0.51239 − 2 · 0.0051 = 0.50219 > 0.5
    assertThat(page).contains("Attacks that still tell more than chance: multiple-choice.");
  }

  @Test
  void everyProbeStandsInItsRow() {
    assertThat(cells("probes", "multiple-choice"))
        .startsWith("0.7500", "0.5124 ± 0.0051", "0.5000 (chance)", "at chance");
    assertThat(cells("probes", "· mean log p")).startsWith("-3.257", "-12.35", "–");
    assertThat(page).contains("a &lt;b&gt; (share)", "Not run: neighbours (no text).");
  }

  @Test
  void benchmarksStandInTheTableWithTheirStandardErrorsAndIntervals() {
    // What measure --tasks found stands before what was found on the way.
    assertThat(cells("measured", "arc_easy, acc_norm").getFirst()).isEqualTo("0.6124 ± 0.0300");
    assertThat(cells("measured", "arc_easy, acc_norm").get(1))
        .startsWith("0.5000 ± 0.0250 0.0945 to 0.9055");
    assertThat(cells("measured", "boolq, acc").getFirst()).isEqualTo("0.5000");
  }

  @Test
  void everyVariantOfAnAblationStandsInItsRowWithTheVerdictAbove() {
    // 0.0123456 ÷ 0.25 = 0.0493824 and 10.25 ÷ 10 = 1.025.
    assertThat(cells("ablation", "both"))
        .containsExactly("2", "40", "0.0494", "–", "0.0110", "1.025", "0.0494 at step 40");
    assertThat(page)
        .contains("Which parts are needed", "is not known: not run: bootstrap-only.")
        .contains("both: a &lt;remark&gt;");
  }

  private static VariantResult variant(String name, double familiarity) {
    return new VariantResult(
        name,
        2.0,
        8,
        40,
        8,
        1e-4,
        List.of(
            new VariantResult.Point(0, MeasuredExamples.of("baseline", 0.25, 0.1, 10.0)),
            new VariantResult.Point(40, MeasuredExamples.of("end", familiarity, 0.011, 10.25))),
        List.of("a <remark>"));
  }

  private List<String> cells(String table, String title) {
    String rows = page.substring(page.indexOf("<table class=\"" + table + "\">"));
    String row =
        Pattern.compile("<th scope=\"row\">" + title + "</th>(.*?)</tr>")
            .matcher(rows)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    return Pattern.compile("<td>(.*?)</td>")
        .matcher(row)
        .results()
        .map(cell -> cell.group(1).replaceAll("<[^>]+>", ""))
        .toList();
  }

  /** Half of the last digit shown is all that rounding may change. */
  private static void same(String shown, double value) {
    BigDecimal number = new BigDecimal(shown);
    double half = 0.5 * Math.pow(10, -number.scale());

    assertThat(number.doubleValue()).isCloseTo(value, within(half * 1.000001));
    assertThat(number.precision()).as("digits of " + shown).isGreaterThanOrEqualTo(2);
  }

  /** The answers behind a measurement; its numbers need not be theirs. */
  private void answered(String model, double probability, String completion) {
    List<ProbabilityAnswer> prompts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      prompts.add(
          new ProbabilityAnswer(
              new ProbabilityPrompt("prompt " + i, List.of("x"), null, null, null, null),
              probability / (i + 1),
              Map.of()));
    }
    new MeasureDetails(
            prompts,
            List.of(
                new CompletionAnswer(
                    new CompletionPrompt("The witch", List.of(), null, null, null),
                    completion,
                    completion.equals("Sefka") ? List.of("Sefka") : List.of())),
            List.of(),
            List.of(new BlockScore(1, -30.5, 10), new BlockScore(2, -25.25, 10)),
            List.of(new BlockScore(1, -20.5, 10), new BlockScore(2, -24.25, 10)))
        .save(directory.measured(model));
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
