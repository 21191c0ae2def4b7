package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Interval;
import io.github.unlearn4j.measure.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Before and after: every number of every model with its 95 % interval, and how it changed. */
final class MeasuredTable {
  private static final String FILE = "intervals";

  private static final String HOW =
      "<p class=\"how\">In small print: 95 % intervals over the prompts, blocks or items that were"
          + " asked, by a bootstrap (shares: Wilson's; their differences: Newcombe's). They say"
          + " nothing of other prompts or another run. The change compares the two models prompt"
          + " by prompt, so it can be sure where each of them is not.</p>";

  private final ReportData data;

  private MeasuredTable(ReportData data) {
    this.data = data;
  }

  static String html(ReportData data) {
    MeasuredTable table = new MeasuredTable(data);
    StringBuilder rows = new StringBuilder();
    for (Figure figure : Figure.values()) {
      rows.append(table.row(figure));
    }
    table.benchmarks().forEach((title, key) -> rows.append(table.benchmark(title, key)));
    return "<div class=\"wide\"><table class=\"measured\">%s%s</table></div>%s"
        .formatted(Html.head(table.heading()), rows, table.isSure() ? HOW : "");
  }

  private boolean isSure() {
    return !data.intervals().models().isEmpty();
  }

  private List<String> heading() {
    List<String> heading = new ArrayList<>(List.of(""));
    data.models().forEach(model -> heading.add(Html.escape(model.model())));
    if (isSure()) {
      heading.add("change, unlearned less baseline");
    }
    return heading;
  }

  private String row(Figure figure) {
    List<String> cells = new ArrayList<>(List.of(figure.title()));
    for (Measurement model : data.models()) {
      cells.add(Sourced.html(figure.sourced(model)) + interval(model.model(), figure.key()));
    }
    change(cells, figure.key());
    return Html.row(cells);
  }

  /** Titles of all benchmarks, and their keys among the intervals. */
  private Map<String, String> benchmarks() {
    Map<String, String> keys = new LinkedHashMap<>();
    data.benchmarks().values().forEach(all -> all.forEach(one -> keys.put(one.title(), one.key())));
    return keys;
  }

  private String benchmark(String title, String key) {
    List<String> cells = new ArrayList<>(List.of(Html.escape(title)));
    for (Measurement model : data.models()) {
      cells.add(
          data.benchmarks().getOrDefault(model.model(), List.of()).stream()
              .filter(score -> score.title().equals(title))
              .map(score -> number(score) + interval(model.model(), key))
              .findFirst()
              .orElse("–"));
    }
    change(cells, key);
    return Html.row(cells);
  }

  private static String number(Benchmark score) {
    return score.error() == null
        ? score.sourced().html()
        : score.sourced().html() + " ± " + score.error().html();
  }

  private void change(List<String> cells, String key) {
    if (!isSure()) {
      return;
    }
    Interval change = data.intervals().difference("unlearned", key);
    String place = "/differences/unlearned/%s/".formatted(key);
    cells.add(
        change == null
            ? "–"
            : Sourced.of(FILE, place + "value", change.value()).html(signed(change.value()))
                + range(change, place, true));
  }

  private String interval(String model, String key) {
    Interval interval = data.intervals().of(model, key);
    return interval == null ? "" : range(interval, "/models/%s/%s/".formatted(model, key), false);
  }

  private static String range(Interval interval, String place, boolean signed) {
    return " <small>%s to %s</small>"
        .formatted(
            end(interval.low(), place + "low", signed),
            end(interval.high(), place + "high", signed));
  }

  private static String end(double value, String place, boolean signed) {
    return Sourced.of(FILE, place, value).html(signed ? signed(value) : Digits.of(value));
  }

  private static String signed(double value) {
    return (value > 0 ? "+" : "") + Digits.of(value);
  }
}
