package io.github.unlearn4j.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.CompletionPrompt;
import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.Intervals;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.PromptHalf;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.run.MeasuredExamples;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  private static final Measurement BASELINE = MeasuredExamples.of("baseline", 0.25, 0.3, 10.0);

  @Test
  void thePageBeginsWithTheVerdictAndShowsBeforeAndAfter() {
    String page = page(MeasuredExamples.of("unlearned", 0.01, 0.02, 10.1), "He went home.");

    assertThat(page)
        .contains(
            "The target is forgotten: familiarity went from 0.2500 to 0.0100 (4.0 % of what it"
                + " was); the rest is kept (retain perplexity +1.0 %).")
        .containsPattern(
            "familiarity</th><td><data [^>]+>0.2500</data></td><td><data [^>]+>0.0100<");
  }

  @Test
  void harmAndWhatIsNotForgottenAreSaidPlainly() {
    assertThat(page(MeasuredExamples.of("unlearned", 0.01, 0.02, 12.0), ""))
        .contains("but the rest is harmed (retain perplexity +20.0 %)");
    assertThat(page(MeasuredExamples.of("unlearned", 0.1, 0.02, 10.0), ""))
        .contains("The target is partly forgotten");
    assertThat(page(MeasuredExamples.of("unlearned", 0.24, 0.02, 10.0), ""))
        .contains("The target is not forgotten");
  }

  @Test
  void whateverAModelSaysNeverBecomesMarkup() {
    String page =
        page(
            MeasuredExamples.of("unlearned", 0.01, 0.02, 10.0),
            "<script>alert('x')</script> {{style}} & Sefka");

    assertThat(page)
        .doesNotContain("<script>alert")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; {{style}} &amp; ")
        .contains("<mark>Sefka</mark>");
  }

  @Test
  void thePageNeedsNothingBesideIt() {
    String page = page(MeasuredExamples.of("unlearned", 0.01, 0.02, 10.0), "");

    assertThat(page).contains(ChartScript.library()).hasSizeLessThan(1_200_000);
    assertThat(page.replace(ChartScript.library(), ""))
        .doesNotContain("http://", "https://", "src=", "@import", "url(");
    assertThat(page).contains("light-dark(", "@media print", "name=\"viewport\"");
  }

  @Test
  void theModelCardNamesNoFolderOfTheMachineItWasMadeOn() {
    String card = ModelCard.markdown(data(MeasuredExamples.of("unlearned", 0.01, 0.02, 10.0), ""));

    assertThat(card)
        .startsWith("---\n")
        .contains("A copy of `small`", "book.txt", "| familiarity | 0.2500 | 0.0100 |")
        .doesNotContain("/secret/");
  }

  @Test
  void theHeadOfTheModelCardIsWhatTheHubReads() throws Exception {
    String card = ModelCard.markdown(data(MeasuredExamples.of("unlearned", 0.01, 0.02, 10.0), ""));

    JsonNode head = Json.yaml().readTree(card.substring(4, card.indexOf("\n---\n", 4)));

    assertThat(head.path("license").asText()).isEqualTo("mit");
    assertThat(head.path("base_model").asText()).isEqualTo("owner/small");
    assertThat(head.at("/language/0").asText()).isEqualTo("en");
    assertThat(head.path("pipeline_tag").asText()).isEqualTo("text-generation");
    assertThat(head.at("/model-index/0/results/0/dataset/type").asText())
        .isEqualTo("allenai/ai2_arc");
    assertThat(head.at("/model-index/0/results/0/metrics/0/value").doubleValue()).isEqualTo(0.5);
    assertThat(card)
        .contains("**The unlearned model changed since it was measured.**")
        .contains("| arc_easy, acc_norm | – | 0.5000 ± 0.0100 |");
  }

  @Test
  void aBaseModelIsKnownByItsOwnCardAndConfiguration(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("config.json"), "{\"_name_or_path\": \"some/one\"}");
    Files.writeString(
        folder.resolve("README.md"),
        "---\nlicense: apache-2.0\nlanguage:\n- en\n- fr\n---\n\n# Model\n\n---\n");

    BaseModel base = BaseModel.read(folder);

    assertThat(base.id()).isEqualTo("some/one");
    assertThat(base.card())
        .containsEntry("license", "apache-2.0")
        .containsEntry("language", List.of("en", "fr"));
    Files.writeString(folder.resolve("config.json"), "{\"_name_or_path\": \"/home/x/model\"}");
    Files.writeString(folder.resolve("README.md"), "---\n: [\n---\n");
    assertThat(BaseModel.read(folder)).isEqualTo(BaseModel.UNKNOWN);
  }

  @Test
  void costsAndWhatAReaderMustKnowFirstStandOnThePage() {
    String page = page(MeasuredExamples.of("unlearned", 0.01, 0.02, 10.0), "");

    assertThat(page)
        .contains("<p class=\"warning\">The unlearned model changed since it was measured.</p>")
        .containsPattern("finetune</th><td>1.5 min</td><td>4,096</td>");
  }

  @Test
  void completionsAreThoseOfTheReportedHalfAndItIsSaidHowManyAreLeftOut() {
    List<CompletionAnswer> answers = new ArrayList<>();
    answers.add(answer("Only for tuning", PromptHalf.TUNE, ""));
    for (int i = 1; i <= 62; i++) {
      answers.add(answer("Prompt " + i, PromptHalf.REPORT, ""));
    }
    Measurement unlearned = MeasuredExamples.of("unlearned", 0.01, 0.02, 10.0);

    String page = ReportPage.html(data(unlearned, answers));

    assertThat(page)
        .contains("Prompt 60 …", "and 2 more in measure/NAME.details.jsonl")
        .doesNotContain("Prompt 61 …", "Only for tuning");
  }

  private static String page(Measurement unlearned, String completion) {
    return ReportPage.html(data(unlearned, completion));
  }

  private static ReportData data(Measurement unlearned, String completion) {
    return data(unlearned, List.of(answer("The witch", null, completion)));
  }

  private static CompletionAnswer answer(String prompt, PromptHalf half, String completion) {
    return new CompletionAnswer(
        new CompletionPrompt(prompt, List.of(), null, null, half), completion, List.of("Sefka"));
  }

  private static ReportData data(Measurement unlearned, List<CompletionAnswer> answers) {
    MeasureDetails details =
        new MeasureDetails(List.of(), answers, List.of(), List.of(), List.of());
    return new ReportData(
        new RecipeBuilder().set("model=/secret/small").set("target=/secret/book.txt").build(),
        List.of(BASELINE, unlearned),
        Map.of("baseline", details, "unlearned", details),
        List.of(
            MeasuredExamples.of("step-00020", 0.1, 0.1, 10.0),
            MeasuredExamples.of("step-00040", 0.05, 0.1, 10.0)),
        new AnchorDictionary(List.of(Anchor.of("Sefka", "Molly"))),
        LabelsPart.NONE,
        null,
        JudgePart.NONE,
        AblationPart.NONE,
        Map.of("cores", "2"),
        Map.of("target", "0123"),
        Intervals.NONE,
        Map.of("unlearned", List.of(new Benchmark("arc_easy", "acc_norm", 0.5, 0.01, "unlearned"))),
        new StopPoint(40, null, 40),
        List.of(new StageCost("finetune", 90, 4096, "2026-11-25T00:00:00Z")),
        List.of("The unlearned model changed since it was measured."),
        new BaseModel("owner/small", Map.of("license", "mit", "language", List.of("en"))));
  }
}
