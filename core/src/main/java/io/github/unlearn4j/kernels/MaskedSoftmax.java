package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.bytedeco.pytorch.Tensor;

/** Softmax of scores under a mask, in place; see {@link Kernels#maskedAttention}. */
final class MaskedSoftmax {
  /** What the mask lowers by more is hidden: its probability is exactly 0. */
  private static final float HIDDEN = -1e20f;

  private final Numbers scores;
  private final Numbers mask;
  private final int columns;

  private MaskedSoftmax(Tensor mask, Tensor scores) {
    this.scores = Numbers.of(scores);
    this.mask = Numbers.of(mask);
    columns = (int) mask.size(2);
  }

  /**
   * A row that sees nothing becomes zeros.
   *
   * @param mask [batch, time, columns]
   * @param scores [pairs, groups · time, columns]
   */
  static void run(Tensor mask, Tensor scores) {
    MaskedSoftmax softmax = new MaskedSoftmax(mask, scores);
    long time = mask.size(1);
    long rows = scores.numel() / softmax.columns;
    long rowsOfSequence = rows / mask.size(0);
    int room = softmax.columns + Lanes.WIDTH; // a vector may reach beyond the end
    Workers.run(
        rows,
        softmax.columns,
        (worker, from, end) -> {
          float[] values = new float[room];
          float[] lowered = new float[room];
          for (long row = from; row < end; row++) {
            long maskRow = row / rowsOfSequence * time + row % time;
            softmax.row(row * softmax.columns, maskRow * softmax.columns, values, lowered);
          }
        });
  }

  private void row(long at, long maskAt, float[] values, float[] lowered) {
    Lanes.read(scores, at, values, columns);
    Lanes.read(mask, maskAt, lowered, columns);
    Arrays.fill(lowered, columns, columns + Lanes.WIDTH, Float.NEGATIVE_INFINITY);
    float maximum = lower(values, lowered, columns);
    float sum = powers(values, lowered, maximum, columns);
    Lanes.writeScaled(values, columns, sum == 0 ? 0 : 1 / sum, scores, at);
  }

  /** Adds the mask to the scores; the largest sum. */
  private static float lower(float[] values, float[] lowered, int columns) {
    FloatVector largest = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < columns; i += Lanes.WIDTH) {
      FloatVector mask = FloatVector.fromArray(Lanes.FLOATS, lowered, i);
      FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, values, i).add(mask);
      sum.intoArray(values, i);
      largest = largest.max(sum);
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  /** The powers of what is not hidden, and their sum; the others are 0. */
  private static float powers(float[] values, float[] lowered, float maximum, int columns) {
    FloatVector sums = FloatVector.zero(Lanes.FLOATS);
    for (int i = 0; i < columns; i += Lanes.WIDTH) {
      FloatVector value = FloatVector.fromArray(Lanes.FLOATS, values, i);
      FloatVector mask = FloatVector.fromArray(Lanes.FLOATS, lowered, i);
      FloatVector power = Exponential.of(value.sub(maximum)).blend(0f, mask.lt(HIDDEN));
      power.intoArray(values, i);
      sums = sums.add(power);
    }
    return Lanes.sum(sums);
  }
}
