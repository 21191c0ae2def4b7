package io.github.unlearn4j.measure.tasks;

import java.util.Arrays;
import java.util.List;

/**
 * What a model made of one item.
 *
 * @param index of the item in its file
 * @param gold index of the right choice
 * @param logLikelihoods Σ ln p(token) of each choice's tokens
 * @param lengths code points of each choice
 */
public record ItemScore(int index, int gold, List<Double> logLikelihoods, List<Integer> lengths) {
  static ItemScore of(ChoiceItem item, List<Double> logLikelihoods) {
    return new ItemScore(
        item.index(),
        item.gold(),
        logLikelihoods,
        item.choices().stream().map(ChoiceItem.Choice::length).toList());
  }

  /** The likeliest choice; the first of several that are equal. */
  public int pick() {
    return largest(logLikelihoods);
  }

  /** The choice of the largest log-likelihood for each code point. */
  public int normalizedPick() {
    double[] shares = new double[lengths.size()];
    for (int choice = 0; choice < shares.length; choice++) {
      shares[choice] = logLikelihoods.get(choice) / lengths.get(choice);
    }
    return largest(Arrays.stream(shares).boxed().toList());
  }

  boolean isRight() {
    return pick() == gold;
  }

  boolean isRightNormalized() {
    return normalizedPick() == gold;
  }

  private static int largest(List<Double> values) {
    int best = 0;
    for (int index = 1; index < values.size(); index++) {
      if (values.get(index) > values.get(best)) {
        best = index;
      }
    }
    return best;
  }
}
