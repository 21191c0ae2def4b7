package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.ablation.AblationReport;
import io.github.unlearn4j.measure.ablation.AblationRow;
import io.github.unlearn4j.measure.ablation.AblationRow.State;
import java.util.List;

/**
 * What the report tells of an ablation: a table of its variants, their steps drawn, and which parts
 * are needed.
 *
 * @param report null: there was none
 */
public record AblationPart(AblationReport report) {
  public static final AblationPart NONE = new AblationPart(null);

  private static final String FILE = "ablation";

  String html() {
    if (report == null) {
      return "";
    }
    StringBuilder html =
        new StringBuilder("<p>%s</p>".formatted(Html.escape(report.verdict())))
            .append("<div class=\"wide\"><table class=\"ablation\">")
            .append(
                Html.head(
                    List.of(
                        "variant",
                        "alpha",
                        "steps",
                        "familiarity ÷ baseline",
                        "completions",
                        "anchor recall",
                        "retain perplexity ÷ baseline",
                        "familiarity ÷ baseline at equal harm")));
    for (int i = 0; i < report.variants().size(); i++) {
      html.append(row(report.variants().get(i), "/variants/" + i));
    }
    html.append("</table></div>").append(how()).append(AblationChart.html(report));
    for (AblationRow row : report.variants()) {
      for (String remark : row.remarks()) {
        html.append("<p>%s</p>".formatted(Html.escape(row.variant() + ": " + remark)));
      }
    }
    return html.toString();
  }

  private String how() {
    return "<p class=\"how\">Every variant had the same blocks, steps and learning rate unless it"
        + " says otherwise. Equal harm: of the measured steps whose retain perplexity is at most"
        + " %s times the baseline’s, the one that has forgotten most by the prompts set aside for"
            .formatted(Sourced.of(FILE, "/retain_perplexity_ratio", harm()).html())
        + " tuning; its familiarity is that of the other half.</p>";
  }

  private double harm() {
    return report.retainPerplexityRatio();
  }

  private static String row(AblationRow row, String place) {
    State end = row.end();
    String there = place + "/end";
    return Html.row(
        List.of(
            Html.escape(row.variant()),
            AblationText.alpha(row),
            AblationText.steps(row),
            number(there + "/familiarity_ratio", end == null ? null : end.familiarityRatio()),
            number(there + "/completion", end == null ? null : end.completion()),
            number(there + "/anchor_recall", end == null ? null : end.anchorRecall()),
            number(
                there + "/retain_perplexity_ratio",
                end == null ? null : end.retainPerplexityRatio()),
            equalHarm(row, place)));
  }

  private static String equalHarm(AblationRow row, String place) {
    if (row.equalHarm() == null) {
      return AblationText.equalHarm(row);
    }
    Double ratio = row.equalHarm().familiarityRatio();
    return number(place + "/equal_harm/familiarity_ratio", ratio) + AblationText.atStep(row);
  }

  private static String number(String place, Double value) {
    return Sourced.html(Sourced.of(FILE, place, value));
  }
}
