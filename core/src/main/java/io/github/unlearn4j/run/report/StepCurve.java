package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * What was measured over the finetune's steps: familiarity and retain perplexity, each with the
 * limit of the stop rule, and every benchmark. One drawing for each, all from step 0, the baseline,
 * to the last step.
 */
final class StepCurve {
  private final ReportData data;
  private final List<Chart> charts = new ArrayList<>();

  private StepCurve(ReportData data) {
    this.data = data;
  }

  /** The drawings; none for what fewer than two steps were measured on. */
  static List<Chart> charts(ReportData data) {
    StepCurve curve = new StepCurve(data);
    curve.draw();
    return curve.charts;
  }

  private void draw() {
    double ratio = data.recipe().stop().familiarityRatio();
    Function<Measurement, Double> familiarity = step -> step.tuning().probability();
    if (all().stream().anyMatch(step -> familiarity.apply(step) != null)) {
      add("familiarity", familiarity, "/tuning/probability", ratio, true);
    } else {
      // The stop rule looks at it where there are no prompts.
      add("anchor recall", Measurement::anchorRecall, "/anchor_recall", ratio, true);
    }
    add(
        "retain perplexity",
        step -> step.perplexity().retain(),
        "/perplexity/retain",
        data.recipe().stop().retainPerplexityRatio(),
        false);
    titles().forEach(this::addBenchmark);
  }

  private void add(
      String title,
      Function<Measurement, Double> value,
      String pointer,
      double ratio,
      boolean fromZero) {
    List<Chart.Point> points = new ArrayList<>();
    for (Measurement measurement : all()) {
      Sourced number = Sourced.of(measurement.model(), pointer, value.apply(measurement));
      if (number != null) {
        points.add(Chart.Point.of(measurement.step(), number, note(title, measurement, number)));
      }
    }
    Measurement baseline = data.model("baseline");
    List<Chart.Limit> limits = new ArrayList<>();
    if (baseline != null && value.apply(baseline) != null) {
      double limit = ratio * value.apply(baseline);
      limits.add(new Chart.Limit("limit " + Digits.of(limit), limit));
    }
    add(title, points, limits, fromZero);
  }

  private void addBenchmark(String title) {
    List<Chart.Point> points = new ArrayList<>();
    for (Measurement measurement : all()) {
      for (Benchmark benchmark : Benchmark.of(measurement)) {
        if (benchmark.title().equals(title)) {
          Sourced number = benchmark.sourced();
          String note = note(title, measurement, number);
          points.add(Chart.Point.of(measurement.step(), number, benchmark.error(), note));
        }
      }
    }
    add(title, points, List.of(), false);
  }

  private void add(
      String title, List<Chart.Point> points, List<Chart.Limit> limits, boolean fromZero) {
    if (points.size() < 2) {
      return;
    }
    List<Chart.Mark> marks = new ArrayList<>();
    if (data.stop() != null) {
      marks.add(new Chart.Mark("kept", data.stop().kept()));
      if (data.stop().last() != data.stop().kept()) {
        marks.add(new Chart.Mark("stopped", data.stop().last()));
      }
    }
    charts.add(
        new Chart(
            Chart.Kind.LINE,
            title,
            "step",
            List.of(),
            List.of(new Chart.Series("unlearned", points)),
            limits,
            marks,
            fromZero));
  }

  private static String note(String title, Measurement measurement, Sourced number) {
    return String.format(Locale.ROOT, "%s, step %d: %s", title, measurement.step(), number.text());
  }

  private Set<String> titles() {
    Set<String> titles = new LinkedHashSet<>();
    for (Measurement measurement : all()) {
      Benchmark.of(measurement).forEach(benchmark -> titles.add(benchmark.title()));
    }
    return titles;
  }

  private List<Measurement> all() {
    List<Measurement> all = new ArrayList<>(data.steps());
    if (data.model("baseline") != null) {
      all.addFirst(data.model("baseline"));
    }
    return all;
  }
}
