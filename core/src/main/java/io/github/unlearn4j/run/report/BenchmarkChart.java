package io.github.unlearn4j.run.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every benchmark before and after, with standard errors. */
final class BenchmarkChart {
  private BenchmarkChart() {}

  /** Nothing unless both models were scored. */
  static String html(ReportData data) {
    List<Benchmark> before = data.benchmarks().getOrDefault("baseline", List.of());
    List<Benchmark> after = data.benchmarks().getOrDefault("unlearned", List.of());
    if (before.isEmpty() || after.isEmpty()) {
      return "";
    }
    Set<String> titles = new LinkedHashSet<>();
    before.forEach(score -> titles.add(score.title()));
    after.forEach(score -> titles.add(score.title()));
    List<String> rows = List.copyOf(titles);
    return new Chart(
            Chart.Kind.DOTS,
            "benchmarks: share of right answers, bars of one standard error",
            "share",
            rows,
            List.of(
                new Chart.Series("before", points(rows, before)),
                new Chart.Series("after", points(rows, after))),
            List.of(),
            List.of(),
            true)
        .html();
  }

  private static List<Chart.Point> points(List<String> rows, List<Benchmark> scores) {
    List<Chart.Point> points = new ArrayList<>();
    for (Benchmark score : scores) {
      String note = "%s: %s".formatted(score.title(), Digits.of(score.value()));
      int row = rows.indexOf(score.title());
      points.add(Chart.Point.of(row, score.sourced(), score.error(), note));
    }
    return points;
  }
}
