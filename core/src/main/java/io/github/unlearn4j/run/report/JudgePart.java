package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.judge.Agreement;
import io.github.unlearn4j.measure.judge.JudgeReport;
import io.github.unlearn4j.measure.judge.JudgeScore;
import io.github.unlearn4j.measure.judge.JudgedCompletion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the report tells of the judge: scores, how often each grade was given, and examples.
 *
 * @param report null: no judge was asked
 */
public record JudgePart(JudgeReport report) {
  public static final JudgePart NONE = new JudgePart(null);

  private static final int EXAMPLES_OF_A_MODEL = 6;

  String html() {
    if (report == null) {
      return "";
    }
    StringBuilder html =
        new StringBuilder(
            "<p>%s read each completion and graded it; score: (5 · grade 3 + grade 2) ÷ n, from 0 to 5, as in the paper.</p>"
                .formatted(Html.escape(report.judge())));
    html.append("<div class=\"wide\"><table>")
        .append(
            Html.head(
                List.of(
                    "completions of",
                    "score",
                    "3: names it",
                    "2: themes of it",
                    "1: by accident",
                    "0: nothing",
                    "not readable")));
    report.models().forEach((model, halves) -> html.append(row(model, halves.familiarity())));
    html.append("</table></div>").append(warning()).append(agreement(report.agreement()));
    return html.append(examples()).toString();
  }

  private String warning() {
    String warning = report.warning();
    return warning.isEmpty() ? "" : "<p><strong>%s</strong></p>".formatted(Html.escape(warning));
  }

  private static String row(String model, JudgeScore score) {
    List<String> cells = new ArrayList<>(List.of(Html.escape(model), text(score)));
    score.grades().reversed().forEach(count -> cells.add(count.toString()));
    cells.add(Integer.toString(score.unreadable()));
    return Html.row(cells);
  }

  /** The score with its standard error; a dash where no reply could be read. */
  public static String text(JudgeScore score) {
    if (score.score() == null) {
      return "–";
    }
    return score.standardError() == null
        ? String.format(Locale.ROOT, "%.3f", score.score())
        : String.format(Locale.ROOT, "%.3f ± %.3f", score.score(), score.standardError());
  }

  private static String agreement(Agreement agreement) {
    if (agreement == null) {
      return "";
    }
    if (agreement.same() == null) {
      return "<p>%d completions were graded twice, none readably.</p>"
          .formatted(agreement.unreadable());
    }
    String kappa =
        agreement.kappa() == null
            ? "one grade was given every time, so κ means nothing"
            : String.format(Locale.ROOT, "Cohen’s κ %.2f", agreement.kappa());
    return String.format(
        Locale.ROOT,
        "<p>Asked a second time in other words, the judge gave the same grade to %.0f %% of %d"
            + " completions (%s).</p>",
        100 * agreement.same(),
        agreement.pairs(),
        kappa);
  }

  /** The highest grades of each model, with the judge's reasons. */
  private String examples() {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, JudgeReport.Halves> model : report.models().entrySet()) {
      report.completions().stream()
          .filter(one -> one.model().equals(model.getKey()) && one.isReadable())
          .sorted((one, other) -> other.grade().value() - one.grade().value())
          .limit(EXAMPLES_OF_A_MODEL)
          .forEach(one -> rows.append(example(one)));
    }
    if (rows.isEmpty()) {
      return "";
    }
    return "<details><summary>The highest grades, with reasons</summary><div"
        + " class=\"wide\"><table>"
        + Html.head(List.of("completions of", "grade", "prompt … completion", "the judge’s reason"))
        + rows
        + "</table></div></details>";
  }

  private static String example(JudgedCompletion one) {
    return Html.row(
        List.of(
            Html.escape(one.model()),
            Integer.toString(one.grade().value()),
            Html.escape(one.prompt() + " … " + one.completion()),
            Html.escape(one.grade().reason())));
  }
}
