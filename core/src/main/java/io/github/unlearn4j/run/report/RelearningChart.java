package io.github.unlearn4j.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.probes.ProbeReport;
import io.github.unlearn4j.measure.probes.ProbeResult;
import java.util.ArrayList;
import java.util.List;

/** How familiarity comes back while a model is trained on a little of the target again. */
final class RelearningChart {
  private RelearningChart() {}

  /** Nothing if that probe was not run. */
  static String html(ProbeReport report) {
    ProbeResult probe = report.probe("relearning");
    if (probe == null || !probe.details().containsKey("curve")) {
      return "";
    }
    String place = "/probes/%d/details/curve".formatted(report.probes().indexOf(probe));
    JsonNode curve = Json.json().valueToTree(probe.details().get("curve"));
    List<Chart.Series> series = new ArrayList<>();
    add(series, "after", place + "/after", curve.path("steps"), curve.path("after"));
    add(series, "never read", place + "/never_read", curve.path("steps"), curve.path("never_read"));
    double before = probe.before().value();
    return new Chart(
            Chart.Kind.LINE,
            "familiarity while the model reads a little of the target again",
            "training step",
            List.of(),
            series,
            List.of(new Chart.Limit("before: " + Digits.of(before), before)),
            List.of(),
            true)
        .html();
  }

  private static void add(
      List<Chart.Series> series, String name, String place, JsonNode steps, JsonNode values) {
    List<Chart.Point> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Sourced number = Sourced.of("probes", place + "/" + i, values.path(i).doubleValue());
      int step = steps.path(i).intValue();
      String note = "%s, step %d: %s".formatted(name, step, number.text());
      points.add(Chart.Point.of(step, number, note));
    }
    if (!points.isEmpty()) {
      series.add(new Chart.Series(name, points));
    }
  }
}
