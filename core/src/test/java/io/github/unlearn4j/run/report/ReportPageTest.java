package io.github.unlearn4j.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.measure.CompletionPrompt;
import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.Intervals;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.run.MeasuredExamples;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

  private static String page(Measurement unlearned, String completion) {
    return ReportPage.html(data(unlearned, completion));
  }

  private static ReportData data(Measurement unlearned, String completion) {
    CompletionAnswer answer =
        new CompletionAnswer(
            new CompletionPrompt("The witch", List.of(), null, null, null),
            completion,
            List.of("Sefka"));
    MeasureDetails details =
        new MeasureDetails(List.of(), List.of(answer), List.of(), List.of(), List.of());
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
        Map.of("cores", "2"),
        Map.of("target", "0123"),
        Intervals.NONE,
        Map.of(),
        new StopPoint(40, null, 40),
        List.of(new StageCost("finetune", 90, 4096, "2026-11-25T00:00:00Z")),
        List.of());
  }
}
