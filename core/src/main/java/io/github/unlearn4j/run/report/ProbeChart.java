package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.probes.Estimate;
import io.github.unlearn4j.measure.probes.ProbeReport;
import io.github.unlearn4j.measure.probes.ProbeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The probes whose numbers lie between 0 and 1: before, after, and what neither should beat. */
final class ProbeChart {
  private final ProbeReport report;
  private final List<Integer> shown = new ArrayList<>();

  private ProbeChart(ProbeReport report) {
    this.report = report;
    for (int i = 0; i < report.probes().size(); i++) {
      if (isShare(report.probes().get(i))) {
        shown.add(i);
      }
    }
  }

  /** Nothing if there are none. */
  static String html(ProbeReport report) {
    ProbeChart chart = new ProbeChart(report);
    return chart.shown.isEmpty() ? "" : chart.chart().html();
  }

  private static boolean isShare(ProbeResult probe) {
    return isShare(probe.before()) && isShare(probe.after());
  }

  private static boolean isShare(Estimate estimate) {
    return estimate != null
        && estimate.value() != null
        && estimate.value() >= 0
        && estimate.value() <= 1;
  }

  private Chart chart() {
    List<Chart.Series> series = new ArrayList<>();
    add(series, "before", "before", ProbeResult::before);
    add(series, "after", "after", ProbeResult::after);
    add(series, "never read", "never_read", ProbeResult::neverRead);
    List<Chart.Point> chance = new ArrayList<>();
    for (int row = 0; row < shown.size(); row++) {
      ProbeResult probe = report.probes().get(shown.get(row));
      String place = "/probes/%d/chance".formatted(shown.get(row));
      Sourced level = Sourced.of("probes", place, probe.chance());
      if (level != null) {
        chance.add(Chart.Point.of(row, level, "%s: chance".formatted(probe.name())));
      }
    }
    if (!chance.isEmpty()) {
      series.add(new Chart.Series("chance", chance));
    }
    return new Chart(
        Chart.Kind.DOTS,
        "probes between 0 and 1, bars of one standard error",
        "each in its own unit, see the table",
        shown.stream().map(index -> report.probes().get(index).name()).toList(),
        series,
        List.of(),
        List.of(),
        true);
  }

  private void add(
      List<Chart.Series> series,
      String name,
      String field,
      Function<ProbeResult, Estimate> estimate) {
    List<Chart.Point> points = new ArrayList<>();
    for (int row = 0; row < shown.size(); row++) {
      ProbeResult probe = report.probes().get(shown.get(row));
      SourcedEstimate number =
          SourcedEstimate.of(
              "/probes/%d/%s".formatted(shown.get(row), field), estimate.apply(probe));
      if (number != null) {
        String note = "%s, %s: %s".formatted(probe.name(), name, number.value().text());
        points.add(Chart.Point.of(row, number.value(), number.error(), note));
      }
    }
    if (!points.isEmpty()) {
      series.add(new Chart.Series(name, points));
    }
  }
}
