package io.github.unlearn4j.run.report;

import static io.github.unlearn4j.run.report.StepCurve.format;

import java.util.List;

/**
 * One number over the finetune's steps as a drawing: a line, the first and the last value written
 * at its ends, the others shown by pointing at them.
 *
 * @param points by step, rising
 * @param limit at which the finetune stops, drawn as a broken line; null: none
 * @param fromZero whether the axis begins at 0; else it spans what is drawn
 * @param pattern of the values' text
 */
record StepPanel(String title, List<Point> points, Double limit, boolean fromZero, String pattern) {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 200;
  private static final int LEFT = 56;
  private static final int RIGHT = 16;
  private static final int TOP = 16;
  private static final int BOTTOM = 36;

  /** Free room above and below what is drawn, as a share of it. */
  private static final double MARGIN = 0.2;

  /**
   * @param error standard error, drawn as a bar; 0: none
   */
  record Point(int step, double value, double error) {}

  /** The drawing with its title; nothing if there are fewer than two points. */
  String svg() {
    if (points.size() < 2) {
      return "";
    }
    StringBuilder line = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    for (Point point : points) {
      line.append(format("%.1f,%.1f ", x(point), y(point.value())));
      marks.append(mark(point));
    }
    return """
    <figure><figcaption>%s</figcaption>
    <svg viewBox="0 0 %d %d" role="img" aria-label="%s by step">
    %s%s<polyline points="%s"/>
    %s</svg></figure>
    """
        .formatted(
            Html.escape(title),
            WIDTH,
            HEIGHT,
            Html.escape(title),
            axes(),
            limit == null ? "" : limitLine(),
            line.toString().strip(),
            marks);
  }

  private String mark(Point point) {
    StringBuilder mark = new StringBuilder();
    if (point.error() > 0) {
      mark.append(
          format(
              "<line class=\"error\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
              x(point),
              y(point.value() - point.error()),
              x(point),
              y(point.value() + point.error())));
    }
    String error = point.error() > 0 ? " ± " + format(pattern, point.error()) : "";
    mark.append(
        format(
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s, step %d: %s%s</title></circle>%n",
            x(point),
            y(point.value()),
            Html.escape(title),
            point.step(),
            format(pattern, point.value()),
            error));
    boolean first = point == points.getFirst();
    if (first || point == points.getLast()) {
      mark.append(
          format(
              "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
              x(point) + (first ? 8 : 0),
              y(point.value()) - 8,
              first ? "start" : "end",
              format(pattern, point.value())));
    }
    return mark.toString();
  }

  private String limitLine() {
    return format(
        """
        <line class="limit" x1="%d" y1="%.1f" x2="%d" y2="%.1f"/>
        <text x="%d" y="%.1f" text-anchor="middle">stops at %s</text>
        """,
        LEFT,
        y(limit),
        WIDTH - RIGHT,
        y(limit),
        (LEFT + WIDTH - RIGHT) / 2,
        y(limit) - 5,
        format(pattern, limit));
  }

  private String axes() {
    return format(
        """
        <line class="axis" x1="%d" y1="%d" x2="%d" y2="%d"/>
        <line class="axis" x1="%d" y1="%d" x2="%d" y2="%d"/>
        <text x="%d" y="%d" text-anchor="end">%s</text>
        <text x="%d" y="%d" text-anchor="end">%s</text>
        <text x="%d" y="%d">step 0</text>
        <text x="%d" y="%d" text-anchor="end">step %d</text>
        """,
        LEFT,
        HEIGHT - BOTTOM,
        WIDTH - RIGHT,
        HEIGHT - BOTTOM,
        LEFT,
        TOP,
        LEFT,
        HEIGHT - BOTTOM,
        LEFT - 6,
        TOP + 10,
        format(pattern, high()),
        LEFT - 6,
        HEIGHT - BOTTOM,
        fromZero ? "0" : format(pattern, low()),
        LEFT,
        HEIGHT - 12,
        WIDTH - RIGHT,
        HEIGHT - 12,
        points.getLast().step());
  }

  private double x(Point point) {
    return LEFT + (double) (WIDTH - LEFT - RIGHT) * point.step() / points.getLast().step();
  }

  private double y(double value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (high() - value) / (high() - low());
  }

  private double low() {
    return fromZero ? 0 : lowest() - MARGIN * span();
  }

  private double high() {
    return highest() + MARGIN * span();
  }

  /** Of a flat line, a part of its height. */
  private double span() {
    double span = highest() - (fromZero ? 0 : lowest());
    return span > 0 ? span : Math.max(0.05 * Math.abs(highest()), 1e-9);
  }

  private double lowest() {
    double lowest = limit == null ? Double.POSITIVE_INFINITY : limit;
    for (Point point : points) {
      lowest = Math.min(lowest, point.value() - point.error());
    }
    return lowest;
  }

  private double highest() {
    double highest = limit == null ? Double.NEGATIVE_INFINITY : limit;
    for (Point point : points) {
      highest = Math.max(highest, point.value() + point.error());
    }
    return highest;
  }
}
