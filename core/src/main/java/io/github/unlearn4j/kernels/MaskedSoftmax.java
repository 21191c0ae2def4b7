package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
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
    float[][] powers = new float[Workers.count()][softmax.columns + Lanes.WIDTH];
    Workers.run(
        rows,
        softmax.columns,
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            long maskRow = row / rowsOfSequence * time + row % time;
            softmax.row(row * softmax.columns, maskRow * softmax.columns, powers[worker]);
          }
        });
  }

  private void row(long at, long maskAt, float[] powers) {
    float maximum = maximum(at, maskAt);
    float sum = powers(at, maskAt, maximum, powers);
    Lanes.writeScaled(powers, columns, sum == 0 ? 0 : 1 / sum, scores, at);
  }

  private float maximum(long at, long maskAt) {
    FloatVector largest = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; Lanes.whole(i, columns); i += Lanes.WIDTH) {
      FloatVector score = Lanes.load(scores, at + i, Lanes.ALL);
      largest = largest.max(score.add(Lanes.load(mask, maskAt + i, Lanes.ALL)));
    }
    float maximum = largest.reduceLanes(VectorOperators.MAX);
    for (; i < columns; i++) {
      maximum = Math.max(maximum, Lanes.get(scores, at + i) + Lanes.get(mask, maskAt + i));
    }
    return maximum;
  }

  private float powers(long at, long maskAt, float maximum, float[] powers) {
    FloatVector sums = FloatVector.zero(Lanes.FLOATS);
    int i = 0;
    for (; Lanes.whole(i, columns); i += Lanes.WIDTH) {
      FloatVector power = power(at + i, maskAt + i, maximum, Lanes.ALL);
      power.intoArray(powers, i);
      sums = sums.add(power);
    }
    if (i < columns) {
      VectorMask<Float> lanes = Lanes.mask(i, columns);
      FloatVector power = power(at + i, maskAt + i, maximum, lanes);
      power = FloatVector.zero(Lanes.FLOATS).blend(power, lanes);
      power.intoArray(powers, i);
      sums = sums.add(power);
    }
    return Lanes.sum(sums);
  }

  private FloatVector power(long at, long maskAt, float maximum, VectorMask<Float> lanes) {
    FloatVector lowered = Lanes.load(mask, maskAt, lanes);
    FloatVector power = Exponential.of(Lanes.load(scores, at, lanes).add(lowered).sub(maximum));
    return power.blend(0f, lowered.lt(HIDDEN));
  }
}
