package io.github.unlearn4j.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.whp.BlockExplanation;
import io.github.unlearn4j.whp.LabelExplanation;
import io.github.unlearn4j.whp.LabelExplanation.Choice;
import io.github.unlearn4j.whp.LabelExplanation.Named;
import io.github.unlearn4j.whp.LabelRule;
import io.github.unlearn4j.whp.LabelSettings;
import io.github.unlearn4j.whp.LabelSummary;
import io.github.unlearn4j.whp.SuspiciousLabels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlockPageTest {
  private static final Choice STAND_IN = new Choice(7, " Eve", 0.625, 0.25, 0, false);
  private static final Choice ANCHOR = new Choice(9, "<script>", 0.0004, 0.5, 3.5, true);

  private static String page() {
    LabelExplanation first =
        new LabelExplanation(
            0,
            "so",
            "so",
            List.of(LabelRule.FIRST_OCCURRENCE),
            STAND_IN,
            ANCHOR,
            List.of(STAND_IN, ANCHOR),
            List.of(ANCHOR),
            List.of(new Named(7, " Eve", 0.9)));
    LabelExplanation inside =
        new LabelExplanation(
            1,
            "{{style}}\n",
            null,
            List.of(LabelRule.INSIDE_ANCHOR),
            null,
            null,
            List.of(),
            List.of(),
            List.of());
    return BlockPage.html(
        new BlockExplanation(
            12, "/secret/book & co", LabelSettings.DEFAULTS, List.of(first, inside)));
  }

  @Test
  void everyTokenTellsItsLabelItsChoicesAndItsRule() {
    assertThat(page())
        .contains("Block 12: why these labels?", "From book &amp; co", "alpha 5.0")
        .doesNotContain("/secret/")
        .contains("class=\"t first changed\"", "first occurrence: what the baseline expects")
        .contains("<i>“ Eve”</i> 62.5 %", "offset 3.50, forbidden", "50.0 %", "4e-04")
        .contains("soft label, 1 named", "all others 10.0 %")
        .contains("class=\"t none\"", "no label: inside an anchor");
  }

  @Test
  void nothingOfTheTextBecomesMarkupAndNothingIsFetched() {
    assertThat(page())
        .doesNotContain("<script", "http://", "https://", "src=", "url(")
        .contains("&lt;script&gt;", "{{style}}⏎", "@media print", "light-dark(");
  }

  @Test
  void theReportCountsSuspiciousLabelsAndLinksTheExplainedBlocks() {
    SuspiciousLabels suspicious =
        new SuspiciousLabels(
            3,
            0,
            1,
            List.of(
                new SuspiciousLabels.Place(12, 34, "est", SuspiciousLabels.Reason.STRAY_PIECE)));
    LabelSummary summary =
        new LabelSummary(
            2,
            1000,
            900,
            0.9,
            Map.of(5.0, 0.25),
            new LabelSummary.Left(0, 0, 0, 0, 0),
            0,
            0,
            0,
            suspicious,
            List.of());

    assertThat(new LabelsPart(summary, List.of("block-00012.html")).html())
        .contains("900 of 1,000 positions have a label, 25.0 % of them another token")
        .contains("3 improbable to the baseline itself, 0 parts of a character, 1 stray pieces")
        .contains("<td>34</td><td>“est”</td><td>stray piece</td>")
        .contains("<a href=\"explained/block-00012.html\">block 12</a>");
    assertThat(LabelsPart.NONE.html()).isEmpty();
  }
}
