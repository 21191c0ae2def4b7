package io.github.unlearn4j.train;

/**
 * One training sequence. {@code labels[i]} is the token that position {@code i} is to predict (so
 * it is already shifted: for plain language modelling {@code labels[i] = ids[i + 1]}), or {@link
 * #IGNORED}.
 *
 * @param soft distributions that are learnt instead of the labels, where there is a label; or null
 * @param weight of its cross-entropy in the loss; below 0 it is unlearnt: its loss is made larger
 */
public record Example(int[] ids, int[] labels, SoftTargets soft, double weight) {
  /** Label of a position that is not trained, as in the reference library. */
  public static final int IGNORED = -100;

  /** Hard labels only. */
  public Example(int[] ids, int[] labels) {
    this(ids, labels, null);
  }

  /** Learnt like all others. */
  public Example(int[] ids, int[] labels, SoftTargets soft) {
    this(ids, labels, soft, 1);
  }

  public Example {
    if (ids.length != labels.length) {
      throw new IllegalArgumentException(
          "ids %d and labels %d differ in length".formatted(ids.length, labels.length));
    }
  }

  /** Plain language modelling: every position predicts its successor, the last one nothing. */
  public static Example languageModelling(int[] ids) {
    int[] labels = new int[ids.length];
    System.arraycopy(ids, 1, labels, 0, ids.length - 1);
    labels[ids.length - 1] = IGNORED;
    return new Example(ids, labels);
  }

  /** The same, unlearnt: gradient ascent. */
  public Example unlearnt() {
    return new Example(ids, labels, soft, -weight);
  }

  public int trainedPositions() {
    int count = 0;
    for (int label : labels) {
      count += label == IGNORED ? 0 : 1;
    }
    return count;
  }
}
