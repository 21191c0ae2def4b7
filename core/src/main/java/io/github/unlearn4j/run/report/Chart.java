package io.github.unlearn4j.run.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A drawing of the page: its data as JSON, which {@code report.js} hands to the chart library, and
 * the same numbers as a table for whoever runs no script.
 *
 * @param across what the horizontal axis is
 * @param rows names of the rows of dots; empty for other kinds
 * @param limits drawn across, marks upright
 * @param fromZero whether the vertical axis begins at 0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Chart(
    Kind kind,
    String title,
    String across,
    List<String> rows,
    List<Series> series,
    List<Limit> limits,
    List<Mark> marks,
    boolean fromZero) {

  enum Kind {
    /** Values over steps. */
    LINE,
    /** A row for each thing, a dot for each model. */
    DOTS,
    /** A stripe for each value, a row for each model. */
    HEAT
  }

  record Series(String name, List<Point> points) {}

  /**
   * @param x step, number of the row, or place
   * @param low end of the bar; null: none
   * @param note what pointing at it shows
   * @param from where the value was read
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Point(long x, double value, Double low, Double high, String note, String from) {
    static Point of(long x, Sourced number, String note) {
      return new Point(x, number.value(), null, null, note, number.from());
    }

    /** With a bar of a standard error to either side, if there is one. */
    static Point of(long x, Sourced number, Sourced error, String note) {
      if (error == null) {
        return of(x, number, note);
      }
      return new Point(
          x,
          number.value(),
          number.value() - error.value(),
          number.value() + error.value(),
          note + " ± " + error.text(),
          number.from());
    }
  }

  record Limit(String name, double value) {}

  record Mark(String name, long x) {}

  /** The drawing with its numbers below it. */
  String html() {
    return """
    <figure><figcaption>%s</figcaption>
    <div class="chart %s"%s role="img" aria-label="%s"></div>
    <script type="application/json">%s</script>
    <details class="numbers"><summary>Numbers</summary><div><table>
    %s</table></div></details></figure>
    """
        .formatted(Html.escape(title), word(), height(), Html.escape(title), json(), table());
  }

  /** More than the style sheet's, for many rows or many names of curves. */
  private String height() {
    int pixels =
        kind == Kind.DOTS
            ? 90 + 38 * rows.size()
            : series.size() > 3 ? 260 + 14 * series.size() : 0;
    return pixels == 0 ? "" : " style=\"height: %dpx\"".formatted(pixels);
  }

  private String word() {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Never holds "&lt;", so that nothing in it can end the script. */
  private String json() {
    try {
      Map<String, Object> data = Json.json().convertValue(this, Json.MAP);
      data.put("kind", word());
      return Json.json().writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String table() {
    List<String> heading = new ArrayList<>(List.of(kind == Kind.DOTS ? "" : Html.escape(across)));
    series.forEach(each -> heading.add(Html.escape(each.name())));
    Map<Long, Map<String, Point>> lines = new LinkedHashMap<>();
    for (Series each : series) {
      each.points().forEach(point -> line(lines, point.x()).put(each.name(), point));
    }
    StringBuilder table = new StringBuilder(Html.head(heading));
    lines.forEach(
        (x, points) -> {
          List<String> cells = new ArrayList<>();
          cells.add(kind == Kind.DOTS ? Html.escape(rows.get(x.intValue())) : Long.toString(x));
          series.forEach(each -> cells.add(cell(points.get(each.name()))));
          table.append(Html.row(cells));
        });
    return table.toString();
  }

  private static Map<String, Point> line(Map<Long, Map<String, Point>> lines, long x) {
    return lines.computeIfAbsent(x, any -> new LinkedHashMap<>());
  }

  private static String cell(Point point) {
    return point == null ? "–" : new Sourced(point.from(), point.value()).html();
  }
}
