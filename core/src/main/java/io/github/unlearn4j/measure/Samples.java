package io.github.unlearn4j.measure;

import io.github.unlearn4j.measure.Sample.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The answers of one model as samples, by the key of the number they come to. */
final class Samples {
  private final Map<String, Sample> samples = new LinkedHashMap<>();

  private Samples() {}

  /** Of what {@link Measure} asks; a number without answers is left out. */
  static Map<String, Sample> of(MeasureDetails details) {
    Samples all = new Samples();
    all.put(
        "familiarity",
        details.probability().stream()
            .filter(answer -> PromptHalf.REPORT.holds(answer.prompt().split()))
            .map(answer -> new Unit(answer.prompt().prompt(), answer.probability(), 1))
            .toList(),
        Kind.MEAN);
    all.put(
        "completions",
        details.completion().stream()
            .filter(answer -> PromptHalf.REPORT.holds(answer.prompt().split()))
            .map(answer -> new Unit(answer.prompt().prompt(), answer.givesAway() ? 1 : 0, 1))
            .toList(),
        Kind.SHARE);
    all.put("anchor_recall", byBlock(details.anchors()), Kind.MEAN);
    all.put("target_perplexity", blocks(details.target()), Kind.EXPONENTIAL);
    all.put("retain_perplexity", blocks(details.retain()), Kind.EXPONENTIAL);
    return all.samples;
  }

  /** Of items that were right or wrong. */
  static Sample share(List<String> items, List<Boolean> right) {
    Samples one = new Samples();
    one.put(
        "share",
        IntStream.range(0, items.size())
            .mapToObj(i -> new Unit(items.get(i), right.get(i) ? 1 : 0, 1))
            .toList(),
        Kind.SHARE);
    return one.samples.get("share");
  }

  private record Unit(String name, double sum, double weight) {}

  private void put(String key, List<Unit> units, Kind kind) {
    if (!units.isEmpty()) {
      samples.put(
          key,
          new Sample(
              units.stream().map(Unit::name).toList(),
              units.stream().mapToDouble(Unit::sum).toArray(),
              units.stream().mapToDouble(Unit::weight).toArray(),
              kind));
    }
  }

  private static List<Unit> byBlock(List<AnchorRecall.Occurrence> occurrences) {
    Map<String, Unit> blocks = new LinkedHashMap<>();
    for (AnchorRecall.Occurrence occurrence : occurrences) {
      blocks.merge(
          "block " + occurrence.block(),
          new Unit("block " + occurrence.block(), occurrence.probability(), 1),
          (one, other) -> new Unit(one.name(), one.sum() + other.sum(), one.weight() + 1));
    }
    return new ArrayList<>(blocks.values());
  }

  private static List<Unit> blocks(List<Perplexity.BlockScore> scores) {
    return scores.stream()
        .map(score -> new Unit("block " + score.block(), -score.logProbability(), score.tokens()))
        .toList();
  }
}
