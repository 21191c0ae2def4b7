package io.github.unlearn4j.whp;

import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.SoftTargets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * One block on its way to labels: the rows it needs, and which of them are still open. Different
 * rows may be settled by several threads at once.
 */
final class BlockRows {
  private final BlockTranslation translation;
  private final int[] positions;
  private final int[] mapped;
  private final int[][] labels;
  private final boolean[] done;
  private final int beyondContext;
  private final int maximumPositions;
  private final AtomicInteger open;
  private final Set<Integer> improbable = new ConcurrentSkipListSet<>();
  private SoftTargets soft;

  /**
   * @param maximumPositions of the models: rows behind them cannot be had
   */
  BlockRows(BlockTranslation translation, int alphas, int maximumPositions) {
    this.translation = translation;
    this.maximumPositions = maximumPositions;
    int[] map = translation.map().translated();
    // The last position predicts the next block's first token: the paper leaves it out.
    int[] wanted =
        IntStream.range(0, map.length - 1).filter(i -> map[i] != PositionMap.NONE).toArray();
    positions =
        Arrays.stream(wanted)
            .filter(i -> i < maximumPositions && map[i] < maximumPositions)
            .toArray();
    mapped = Arrays.stream(positions).map(i -> map[i]).toArray();
    beyondContext = wanted.length - positions.length;
    labels = new int[alphas][map.length];
    for (int[] row : labels) {
      Arrays.fill(row, Example.IGNORED);
    }
    done = new boolean[positions.length];
    open = new AtomicInteger(positions.length);
  }

  BlockTranslation translation() {
    return translation;
  }

  /** All rows are asked for again in every round: the same batch gives the same bits. */
  BlockLogits.Request translatedRequest() {
    int[] ids = translation.tokens().ids();
    return new BlockLogits.Request(cut(ids), mapped);
  }

  BlockLogits.Request originalRequest() {
    int[] ids = translation.block().tokens().ids();
    return new BlockLogits.Request(cut(ids), positions);
  }

  int open() {
    return open.get();
  }

  /** Positions left out because a sequence is longer than the model's context. */
  int beyondContext() {
    return beyondContext;
  }

  int rows() {
    return positions.length;
  }

  int rowOf(int position) {
    return Arrays.binarySearch(positions, position);
  }

  int rowOfTranslated(int position) {
    return Arrays.binarySearch(mapped, position);
  }

  int position(int row) {
    return positions[row];
  }

  int translatedPosition(int row) {
    return mapped[row];
  }

  /** Notes that a row's label is improbable to the baseline itself. */
  void suspect(int row) {
    improbable.add(positions[row]);
  }

  /** Positions of {@link #suspect}, rising. */
  int[] improbable() {
    return improbable.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The token that follows a row's position in the original. */
  int next(int row) {
    return translation.block().tokens().ids()[positions[row] + 1];
  }

  boolean isOpen(int row) {
    return !done[row];
  }

  /** Sets the labels of a row, one for each alpha. */
  void close(int row, int[] tokens) {
    for (int alpha = 0; alpha < tokens.length; alpha++) {
      labels[alpha][positions[row]] = tokens[alpha];
    }
    done[row] = true;
    open.decrementAndGet();
  }

  /** Sets the distribution of a row: ids and probabilities of its likeliest tokens. */
  void soften(int row, int[] ids, float[] probabilities) {
    int width = ids.length;
    SoftTargets soft = softTargets(width);
    System.arraycopy(ids, 0, soft.ids(), positions[row] * width, width);
    System.arraycopy(probabilities, 0, soft.probabilities(), positions[row] * width, width);
  }

  private synchronized SoftTargets softTargets(int width) {
    if (soft == null) {
      int all = translation.map().translated().length * width;
      soft = new SoftTargets(width, new int[all], new float[all]);
    }
    return soft;
  }

  LabelledBlock labelled() {
    return new LabelledBlock(
        translation.block().index(),
        translation.block().tokens().ids(),
        translation.map().translated(),
        labels,
        soft);
  }

  private int[] cut(int[] ids) {
    return ids.length <= maximumPositions ? ids : Arrays.copyOf(ids, maximumPositions);
  }
}
