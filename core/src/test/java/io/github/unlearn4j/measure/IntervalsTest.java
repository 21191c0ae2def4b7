package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.Familiarity.ProbabilityAnswer;
import io.github.unlearn4j.measure.Sample.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntervalsTest {
  @TempDir Path folder;

  @Test
  void aShareHasWilsonsInterval() {
    // Wilson (1927) for 0 and 21 of 46 as scipy's binomtest(…).proportion_ci has them.
    Interval none = share(0, 46).interval();
    Interval some = share(21, 46).interval();

    assertThat(none.low()).isZero();
    assertThat(none.high()).isCloseTo(0.0770736, within(1e-6));
    assertThat(some.value()).isCloseTo(0.4565217, within(1e-6));
    assertThat(some.low()).isCloseTo(0.3215473, within(1e-6));
    assertThat(some.high()).isCloseTo(0.5981982, within(1e-6));
  }

  @Test
  void aMeanOfManyHasAboutTheIntervalOfItsStandardError() {
    double[] values = IntStream.range(0, 100).mapToDouble(i -> i).toArray();

    Interval interval = sample(values, Kind.MEAN).interval();

    // Standard deviation of 0 … 99: 29.01; over √100 and times 1.96: 5.69.
    assertThat(interval.value()).isEqualTo(49.5);
    assertThat(interval.low()).isCloseTo(49.5 - 5.69, within(0.3));
    assertThat(interval.high()).isCloseTo(49.5 + 5.69, within(0.3));
    assertThat(interval.units()).isEqualTo(100);
    assertThat(sample(values, Kind.MEAN).interval()).isEqualTo(interval);
  }

  @Test
  void aDifferenceIsTakenUnitByUnit() {
    double[] before = {1, 5, 9, 2, 30, 4};
    double[] after = {0.5, 4.5, 8.5, 1.5, 29.5, 3.5};

    Interval change = sample(after, Kind.MEAN).minus(sample(before, Kind.MEAN));

    // Whoever is drawn, the difference of the two means is −0.5, however wide either is.
    assertThat(change.value()).isCloseTo(-0.5, within(1e-12));
    assertThat(change.low()).isCloseTo(-0.5, within(1e-12));
    assertThat(change.high()).isCloseTo(-0.5, within(1e-12));
    assertThat(sample(after, Kind.MEAN).minus(sample(new double[] {1, 2}, Kind.MEAN))).isNull();
  }

  @Test
  void theDifferenceOfTwoSharesIsNewcombes() {
    // Both right in 8 of 20, the first alone in 6, the second alone in 2: 0.7 and 0.5, phi
    // (8 · 4 − 6 · 2 − 20/2) ÷ √(14 · 6 · 10 · 10) = 0.1091. Wilson: 0.4810 to 0.8545, 0.2993 to
    // 0.7007.
    Sample first = share(14, 20);
    double[] picks = new double[20];
    for (int i = 0; i < 20; i++) {
      picks[i] = i < 8 || i >= 18 ? 1 : 0;
    }
    Sample second = new Sample(first.units(), picks, first.weights(), Kind.SHARE);

    Interval difference = first.minus(second);

    // √(0.2190² − 2 · 0.1091 · 0.2190 · 0.2007 + 0.2007²) = 0.2804; √(0.1545² − … + 0.2007²) =
    // 0.2396.
    assertThat(difference.value()).isCloseTo(0.2, within(1e-12));
    assertThat(difference.low()).isCloseTo(-0.0804, within(1e-4));
    assertThat(difference.high()).isCloseTo(0.4396, within(1e-4));
  }

  @Test
  void aPositiveCorrelationIsTakenSmaller() {
    // Both in 14 of 41, the first alone in 5, none in 22 (Altman and others 2000): phi (14 · 22 −
    // 41/2) ÷ √(19 · 22 · 14 · 27), where the plain one would give 0.0222 to 0.2168.
    double[] picks = new double[41];
    Arrays.fill(picks, 0, 14, 1);
    Sample first = share(19, 41);

    Interval difference =
        first.minus(new Sample(first.units(), picks, first.weights(), Kind.SHARE));

    assertThat(difference.low()).isCloseTo(0.0115, within(1e-4));
    assertThat(difference.high()).isCloseTo(0.2265, within(1e-4));
  }

  @Test
  void aPerplexityIsDrawnByBlocksWithTheirTokens() {
    Sample even =
        new Sample(List.of("a", "b"), new double[] {2, 4}, new double[] {1, 2}, Kind.EXPONENTIAL);
    Sample uneven =
        new Sample(List.of("a", "b"), new double[] {2, 2}, new double[] {1, 2}, Kind.EXPONENTIAL);

    // 2 nats a token in either block: nothing varies. Else both from one block: e² or e¹.
    assertThat(even.interval()).isEqualTo(new Interval(Math.exp(2), Math.exp(2), Math.exp(2), 2));
    assertThat(uneven.interval().value()).isCloseTo(Math.exp(4.0 / 3), within(1e-12));
    assertThat(uneven.interval().low()).isCloseTo(Math.E, within(1e-12));
    assertThat(uneven.interval().high()).isCloseTo(Math.exp(2), within(1e-12));
  }

  @Test
  void everyNumberOfAMeasurementHasItsIntervalAndItsDifference() throws IOException {
    Path before = folder.resolve("baseline.json");
    Path after = folder.resolve("unlearned.json");
    details(0.4, "Sefka").save(before);
    details(0.1, "nobody").save(after);
    tasks("baseline", 1);
    tasks("unlearned", 0);
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("baseline", before);
    files.put("unlearned", after);

    Intervals intervals = Intervals.read(files);
    intervals.save(folder.resolve("intervals.json"));

    assertThat(Intervals.load(folder.resolve("intervals.json"))).isEqualTo(intervals);
    assertThat(intervals.models().get("unlearned"))
        .containsOnlyKeys(
            "familiarity",
            "completions",
            "anchor_recall",
            "target_perplexity",
            "retain_perplexity",
            "piqa.acc",
            "piqa.acc_norm");
    // Only the prompts of the reported half count, and two anchors of one block are one unit.
    assertThat(intervals.of("baseline", "familiarity").value()).isEqualTo(0.4);
    assertThat(intervals.of("baseline", "familiarity").units()).isEqualTo(1);
    assertThat(intervals.of("baseline", "anchor_recall").units()).isEqualTo(2);
    assertThat(intervals.of("baseline", "anchor_recall").value()).isCloseTo(0.4, within(1e-12));
    assertThat(intervals.difference("unlearned", "familiarity").value())
        .isCloseTo(-0.3, within(1e-12));
    assertThat(intervals.difference("unlearned", "completions").value()).isEqualTo(-1);
    assertThat(intervals.difference("unlearned", "piqa.acc").value()).isEqualTo(-1);
    assertThat(intervals.difference("unlearned", "piqa.acc_norm").value()).isZero();
    assertThat(intervals.differences()).containsOnlyKeys("unlearned");
    assertThat(intervals.of("never-read", "familiarity")).isNull();
  }

  private static MeasureDetails details(double probability, String completion) {
    return new MeasureDetails(
        List.of(answer("one", PromptHalf.REPORT, probability), answer("two", PromptHalf.TUNE, 0.9)),
        List.of(
            new CompletionAnswer(
                new CompletionPrompt("The witch", List.of(), null, null, null),
                completion,
                completion.equals("Sefka") ? List.of("Sefka") : List.of())),
        List.of(
            new AnchorRecall.Occurrence("Sefka", 3, 0, probability),
            new AnchorRecall.Occurrence("Varrow", 3, 9, probability),
            new AnchorRecall.Occurrence("Sefka", 5, 0, probability)),
        List.of(new Perplexity.BlockScore(1, -20, 10)),
        List.of(new Perplexity.BlockScore(1, -30, 10)));
  }

  private static ProbabilityAnswer answer(String prompt, PromptHalf half, double probability) {
    return new ProbabilityAnswer(
        new ProbabilityPrompt(prompt, List.of("Sefka"), List.of(), null, null, half),
        probability,
        Map.of("Sefka", probability));
  }

  private void tasks(String model, int pick) throws IOException {
    Files.writeString(
        folder.resolve("tasks-" + model + ".details.jsonl"),
        "{\"task\":\"piqa\",\"index\":4,\"gold\":1,\"pick\":%d,\"pick_norm\":1}\n".formatted(pick));
  }

  private static Sample share(int right, int of) {
    List<String> items = new ArrayList<>();
    List<Boolean> answers = new ArrayList<>();
    for (int i = 0; i < of; i++) {
      items.add("item " + i);
      answers.add(i < right);
    }
    return Samples.share(items, answers);
  }

  private static Sample sample(double[] values, Kind kind) {
    double[] weights = new double[values.length];
    java.util.Arrays.fill(weights, 1);
    List<String> units = IntStream.range(0, values.length).mapToObj(i -> "unit " + i).toList();
    return new Sample(units, values, weights, kind);
  }
}
