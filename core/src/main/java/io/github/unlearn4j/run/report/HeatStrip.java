package io.github.unlearn4j.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.EvenSample;
import io.github.unlearn4j.measure.probes.ProbeReport;
import io.github.unlearn4j.measure.probes.ProbeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The target from beginning to end, a strip for each model: the stronger the colour of a window,
 * the more probable its words are. Numbers are shown by pointing at a window.
 */
final class HeatStrip {
  private static final int MOST = 400;

  private HeatStrip() {}

  /** Nothing if the extraction probe was not run. */
  static String html(ProbeReport report) {
    ProbeResult extraction = report.probe("extraction");
    if (extraction == null || !extraction.details().containsKey("mean_log_probability")) {
      return "";
    }
    String place = "/probes/%d/details/".formatted(report.probes().indexOf(extraction));
    JsonNode details = Json.json().valueToTree(extraction.details());
    List<Chart.Series> series = new ArrayList<>();
    for (Map.Entry<String, JsonNode> model : details.path("mean_log_probability").properties()) {
      String from = place + "mean_log_probability/" + model.getKey() + "/";
      series.add(
          new Chart.Series(
              model.getKey().replace('_', ' '),
              points(from, details.path("offsets"), model.getValue())));
    }
    return new Chart(
            Chart.Kind.HEAT,
            "the target from its beginning to its end: mean log p of 50 tokens, the 50 before"
                + " given",
            "token",
            List.of(),
            series,
            List.of(),
            List.of(),
            false)
        .html();
  }

  private static List<Chart.Point> points(String from, JsonNode offsets, JsonNode values) {
    return EvenSample.of(IntStream.range(0, values.size()).boxed().toList(), MOST).stream()
        .map(
            index -> {
              long token = offsets.path(index).longValue();
              Sourced number = Sourced.of("probes", from + index, values.path(index).doubleValue());
              return Chart.Point.of(token, number, "token %d: %s".formatted(token, number.text()));
            })
        .toList();
  }
}
