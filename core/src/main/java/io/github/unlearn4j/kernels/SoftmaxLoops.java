package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.bytedeco.pytorch.Tensor;

/** Softmax over the keys that a query sees, and its gradient; no work on the others. */
final class SoftmaxLoops {
  private SoftmaxLoops() {}

  static void forward(Strip strip, Tensor scores) {
    Numbers numbers = Numbers.of(scores);
    float[][] powers = new float[Workers.count()][strip.keys() + Lanes.WIDTH];
    Workers.run(
        scores.numel() / strip.keys(),
        strip.keys(),
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            int offset = (int) (row % strip.times());
            int first = strip.firstColumn(offset);
            int last = strip.columnEnd(offset);
            long at = row * strip.keys();
            softmax(numbers, at, first, last, powers[worker]);
            clear(numbers, at, 0, first);
            clear(numbers, at, last, strip.keys());
          }
        });
  }

  private static void softmax(Numbers scores, long at, int first, int last, float[] powers) {
    float maximum = Lanes.maximum(scores, at + first, last - first);
    float factor = 1 / Lanes.powers(scores, at + first, last - first, maximum, powers);
    Lanes.storeScaled(powers, last - first, factor, scores, at + first);
  }

  private static void clear(Numbers numbers, long at, int first, int last) {
    FloatVector zero = FloatVector.zero(Lanes.FLOATS);
    int i = first;
    for (; Lanes.whole(i, last); i += Lanes.WIDTH) {
      Lanes.store(numbers, at + i, zero, Lanes.ALL);
    }
    if (i < last) {
      Lanes.store(numbers, at + i, zero, Lanes.mask(i, last));
    }
  }

  static void backward(Strip strip, Tensor probabilities, Tensor gradient) {
    Numbers p = Numbers.of(probabilities);
    Numbers d = Numbers.of(gradient);
    Workers.run(
        gradient.numel() / strip.keys(),
        strip.keys(),
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            int offset = (int) (row % strip.times());
            int first = strip.firstColumn(offset);
            int last = strip.columnEnd(offset);
            long at = row * strip.keys();
            scoreGradient(p, d, at, first, last);
            clear(d, at, 0, first);
            clear(d, at, last, strip.keys());
          }
        });
  }

  private static void scoreGradient(Numbers p, Numbers d, long at, int first, int last) {
    float inner = inner(p, d, at, first, last);
    int i = first;
    for (; Lanes.whole(i, last); i += Lanes.WIDTH) {
      scoreGradient(p, d, at + i, inner, Lanes.ALL);
    }
    if (i < last) {
      scoreGradient(p, d, at + i, inner, Lanes.mask(i, last));
    }
  }

  private static float inner(Numbers p, Numbers d, long at, int first, int last) {
    FloatVector sums = FloatVector.zero(Lanes.FLOATS);
    int i = first;
    for (; Lanes.whole(i, last); i += Lanes.WIDTH) {
      sums = Lanes.load(p, at + i, Lanes.ALL).fma(Lanes.load(d, at + i, Lanes.ALL), sums);
    }
    if (i < last) {
      VectorMask<Float> mask = Lanes.mask(i, last);
      sums = Lanes.load(p, at + i, mask).fma(Lanes.load(d, at + i, mask), sums);
    }
    return Lanes.sum(sums);
  }

  private static void scoreGradient(
      Numbers p, Numbers d, long at, float inner, VectorMask<Float> mask) {
    FloatVector change = Lanes.load(d, at, mask).sub(inner);
    Lanes.store(d, at, change.mul(Lanes.load(p, at, mask)), mask);
  }
}
