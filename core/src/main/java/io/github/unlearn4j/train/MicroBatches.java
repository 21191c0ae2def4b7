package io.github.unlearn4j.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which examples of a step are computed together. */
final class MicroBatches {
  /** A micro-batch is padded to its longest example; shorter ones than this share begin another. */
  private static final double SHORTEST = 0.5;

  private MicroBatches() {}

  /**
   * Examples of one weight and of about the same length, the longest first; those of one length
   * stay in their order.
   *
   * @param most examples in a micro-batch at most
   */
  static List<List<Example>> of(List<Example> batch, int most) {
    List<Example> sorted =
        batch.stream()
            .sorted(
                Comparator.comparingDouble(Example::weight)
                    .thenComparingInt(example -> example.ids().length)
                    .reversed())
            .toList();
    List<List<Example>> microBatches = new ArrayList<>();
    int from = 0;
    while (from < sorted.size()) {
      int end = from + 1;
      while (end < Math.min(sorted.size(), from + most)
          && goTogether(sorted.get(from), sorted.get(end))) {
        end++;
      }
      microBatches.add(sorted.subList(from, end));
      from = end;
    }
    return microBatches;
  }

  private static boolean goTogether(Example longest, Example other) {
    return other.weight() == longest.weight()
        && other.ids().length >= SHORTEST * longest.ids().length;
  }
}
