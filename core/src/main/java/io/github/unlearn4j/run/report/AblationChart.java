package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.ablation.AblationReport;
import io.github.unlearn4j.measure.ablation.AblationRow;
import io.github.unlearn4j.measure.ablation.AblationRow.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How far each trained variant has forgotten, and what it has harmed, over its steps. */
final class AblationChart {
  /** A variant that falls apart would flatten all the others: the table has its numbers. */
  private static final int HIGHEST = 3;

  private final AblationReport report;
  private int leftOut;

  private AblationChart(AblationReport report) {
    this.report = report;
  }

  /** Nothing for what no variant was measured on twice. */
  static String html(AblationReport report) {
    AblationChart chart = new AblationChart(report);
    double harm = report.retainPerplexityRatio();
    String charts =
        chart.html(
                "familiarity ÷ baseline",
                "familiarity_ratio",
                State::familiarityRatio,
                List.of(),
                true)
            + chart.html(
                "retain perplexity ÷ baseline",
                "retain_perplexity_ratio",
                State::retainPerplexityRatio,
                List.of(new Chart.Limit("equal harm " + Digits.of(harm), harm)),
                false);
    return charts + chart.remark();
  }

  private String remark() {
    return leftOut == 0
        ? ""
        : "<p class=\"how\">Not drawn, so that the others can be told apart: %d of the numbers, above %d.</p>"
            .formatted(leftOut, HIGHEST);
  }

  private String html(
      String title,
      String field,
      Function<State, Double> value,
      List<Chart.Limit> limits,
      boolean fromZero) {
    List<Chart.Series> series = new ArrayList<>();
    for (int i = 0; i < report.variants().size(); i++) {
      AblationRow row = report.variants().get(i);
      List<Chart.Point> points = points("/variants/%d/curve".formatted(i), row, field, value);
      if (points.size() > 1) {
        series.add(new Chart.Series(row.variant(), points));
      }
    }
    return series.isEmpty()
        ? ""
        : new Chart(Chart.Kind.LINE, title, "step", List.of(), series, limits, List.of(), fromZero)
            .html();
  }

  private List<Chart.Point> points(
      String place, AblationRow row, String field, Function<State, Double> value) {
    List<Chart.Point> points = new ArrayList<>();
    for (int i = 0; i < row.curve().size(); i++) {
      State state = row.curve().get(i);
      Double number = value.apply(state);
      if (number != null && number > HIGHEST) {
        leftOut++;
      } else if (number != null) {
        Sourced sourced = Sourced.of("ablation", "%s/%d/%s".formatted(place, i, field), number);
        String note = "%s, step %d: %s".formatted(row.variant(), state.step(), sourced.text());
        points.add(Chart.Point.of(state.step(), sourced, note));
      }
    }
    return points;
  }
}
