package io.github.unlearn4j.run.report;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.EvenSample;
import io.github.unlearn4j.measure.probes.ProbeResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The target from beginning to end, a strip for each model: the darker a window, the more probable
 * its words are. Numbers are shown by pointing at a window.
 */
final class HeatStrip {
  private static final int MOST = 400;
  private static final int WIDTH = 640;
  private static final int LEFT = 80;
  private static final int HEIGHT = 28;
  private static final int GAP = 6;
  private static final TypeReference<Map<String, List<Double>>> MODELS = new TypeReference<>() {};
  private static final TypeReference<List<Long>> OFFSETS = new TypeReference<>() {};

  private HeatStrip() {}

  /** Nothing if the extraction probe was not run. */
  static String html(ProbeResult extraction) {
    if (extraction == null || !extraction.details().containsKey("mean_log_probability")) {
      return "";
    }
    Map<String, List<Double>> models =
        Json.json().convertValue(extraction.details().get("mean_log_probability"), MODELS);
    List<Long> offsets = Json.json().convertValue(extraction.details().get("offsets"), OFFSETS);
    return "<p>The target from its beginning to its end, a window of 50 tokens at each stripe: the"
        + " darker, the more probable the model holds its words, the 50 before them given.</p>"
        + svg(models, offsets);
  }

  private static String svg(Map<String, List<Double>> models, List<Long> offsets) {
    double[] all =
        models.values().stream()
            .flatMapToDouble(values -> values.stream().mapToDouble(Double::doubleValue))
            .toArray();
    double least = DoubleStream.of(all).min().orElseThrow();
    double range = Math.max(1e-9, DoubleStream.of(all).max().orElseThrow() - least);
    StringBuilder strips = new StringBuilder();
    int top = 0;
    for (Map.Entry<String, List<Double>> model : models.entrySet()) {
      strips.append(
          "<text x=\"0\" y=\"%d\">%s</text>%n"
              .formatted(top + HEIGHT / 2 + 4, model.getKey().replace('_', ' ')));
      strip(strips, model.getValue(), offsets, top, least, range);
      top += HEIGHT + GAP;
    }
    return "<svg class=\"strip\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"log probability along the target\">%n%s</svg>%n"
        .formatted(WIDTH, top, strips);
  }

  private static void strip(
      StringBuilder strips,
      List<Double> values,
      List<Long> offsets,
      int top,
      double least,
      double range) {
    List<Integer> shown = EvenSample.of(IntStream.range(0, values.size()).boxed().toList(), MOST);
    double width = (double) (WIDTH - LEFT) / shown.size();
    for (int i = 0; i < shown.size(); i++) {
      double value = values.get(shown.get(i));
      strips.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill-opacity=\"%.2f\">"
                  + "<title>token %d: %.3f</title></rect>%n",
              LEFT + i * width,
              top,
              width + 0.1,
              HEIGHT,
              0.05 + 0.95 * (value - least) / range,
              offsets.get(shown.get(i)),
              value));
    }
  }
}
