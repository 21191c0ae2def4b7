package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.recipe.StopSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * What was measured over the finetune's steps: familiarity and retain perplexity, each with the
 * limit of the stop rule, and every benchmark. One small drawing for each, all from step 0, the
 * baseline, to the last step.
 */
final class StepCurve {
  private final Measurement baseline;
  private final List<Measurement> steps;
  private final StopSettings stop;
  private final StringBuilder panels = new StringBuilder();

  private StepCurve(Measurement baseline, List<Measurement> steps, StopSettings stop) {
    this.baseline = baseline;
    this.steps = steps;
    this.stop = stop;
  }

  /** The drawings, one SVG each; nothing for what fewer than two steps were measured on. */
  static String html(Measurement baseline, List<Measurement> steps, StopSettings stop) {
    return new StepCurve(baseline, steps, stop).draw();
  }

  private String draw() {
    Function<Measurement, Double> familiarity = step -> step.tuning().probability();
    if (measured(familiarity)) {
      add("familiarity", familiarity, stop.familiarityRatio(), true, "%.4f");
    } else {
      // The stop rule looks at it where there are no prompts.
      add("anchor recall", Measurement::anchorRecall, stop.familiarityRatio(), true, "%.4f");
    }
    add(
        "retain perplexity",
        step -> step.perplexity().retain(),
        stop.retainPerplexityRatio(),
        false,
        "%.2f");
    titles().forEach(this::addBenchmark);
    return panels.toString();
  }

  private void add(
      String title,
      Function<Measurement, Double> value,
      double ratio,
      boolean fromZero,
      String pattern) {
    List<StepPanel.Point> points = new ArrayList<>();
    for (Measurement measurement : all()) {
      if (value.apply(measurement) != null) {
        points.add(new StepPanel.Point(stepNumber(measurement), value.apply(measurement), 0));
      }
    }
    Double limit = null;
    if (baseline != null && value.apply(baseline) != null) {
      limit = ratio * value.apply(baseline);
    }
    panels.append(new StepPanel(title, points, limit, fromZero, pattern).svg());
  }

  private void addBenchmark(String title) {
    List<StepPanel.Point> points = new ArrayList<>();
    for (Measurement measurement : all()) {
      for (Benchmark benchmark : Benchmark.of(measurement)) {
        if (benchmark.title().equals(title)) {
          double error = benchmark.standardError() == null ? 0 : benchmark.standardError();
          points.add(new StepPanel.Point(stepNumber(measurement), benchmark.value(), error));
        }
      }
    }
    panels.append(new StepPanel(title, points, null, false, "%.4f").svg());
  }

  private Set<String> titles() {
    Set<String> titles = new LinkedHashSet<>();
    for (Measurement measurement : all()) {
      Benchmark.of(measurement).forEach(benchmark -> titles.add(benchmark.title()));
    }
    return titles;
  }

  private boolean measured(Function<Measurement, Double> value) {
    return all().stream().anyMatch(measurement -> value.apply(measurement) != null);
  }

  private List<Measurement> all() {
    List<Measurement> all = new ArrayList<>(steps);
    if (baseline != null) {
      all.addFirst(baseline);
    }
    return all;
  }

  private static int stepNumber(Measurement step) {
    String digits = step.model().replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
