package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Familiarity over the finetune's steps as a drawing: one line, the first and the last value
 * written at its ends, the others shown by pointing at them.
 */
final class StepCurve {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 220;
  private static final int LEFT = 48;
  private static final int RIGHT = 16;
  private static final int TOP = 16;
  private static final int BOTTOM = 36;

  private record Point(int step, double value) {}

  private StepCurve() {}

  /** SVG, or nothing if fewer than two steps were measured. */
  static String svg(Measurement baseline, List<Measurement> steps) {
    List<Point> points = new ArrayList<>();
    add(points, 0, baseline);
    steps.forEach(step -> add(points, stepNumber(step), step));
    if (points.size() < 2) {
      return "";
    }
    int last = points.getLast().step();
    double top = points.stream().mapToDouble(Point::value).max().orElse(1) * 1.2;
    StringBuilder line = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    for (Point point : points) {
      double x = LEFT + (double) (WIDTH - LEFT - RIGHT) * point.step() / last;
      double y = TOP + (HEIGHT - TOP - BOTTOM) * (1 - point.value() / Math.max(top, 1e-12));
      line.append(format("%.1f,%.1f ", x, y));
      marks.append(
          format(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>step %d: %.4f</title></circle>%n",
              x, y, point.step(), point.value()));
      if (point == points.getFirst() || point == points.getLast()) {
        boolean first = point == points.getFirst();
        marks.append(
            format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%.4f</text>%n",
                x + (first ? 8 : 0), y - 8, first ? "start" : "end", point.value()));
      }
    }
    return """
    <svg viewBox="0 0 %d %d" role="img" aria-label="familiarity by step">
    <line class="axis" x1="%d" y1="%d" x2="%d" y2="%d"/>
    <line class="axis" x1="%d" y1="%d" x2="%d" y2="%d"/>
    <text x="%d" y="%d" text-anchor="end">%s</text>
    <text x="%d" y="%d" text-anchor="end">0</text>
    <text x="%d" y="%d">step 0</text>
    <text x="%d" y="%d" text-anchor="end">step %d</text>
    <polyline points="%s"/>
    %s</svg>
    """
        .formatted(
            WIDTH,
            HEIGHT,
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
            format("%.3f", top),
            LEFT - 6,
            HEIGHT - BOTTOM,
            LEFT,
            HEIGHT - 12,
            WIDTH - RIGHT,
            HEIGHT - 12,
            last,
            line.toString().strip(),
            marks);
  }

  private static void add(List<Point> points, int step, Measurement measurement) {
    Double value = measurement == null ? null : measurement.tuning().probability();
    if (value != null) {
      points.add(new Point(step, value));
    }
  }

  private static int stepNumber(Measurement step) {
    return Integer.parseInt(step.model().replaceAll("\\D", ""));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
