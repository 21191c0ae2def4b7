package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.bytedeco.pytorch.Tensor;

/** Softmax over the keys that a query sees, and its gradient; no work on the others. */
final class SoftmaxLoops {
  private SoftmaxLoops() {}

  static void forward(Strip strip, Tensor scores) {
    Numbers numbers = Numbers.of(scores);
    Workers.run(
        scores.numel() / strip.keys(),
        strip.keys(),
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            int offset = (int) (row % strip.times());
            int first = strip.firstColumn(offset);
            int last = strip.columnEnd(offset);
            long at = row * strip.keys();
            softmax(numbers, at, first, last);
            clear(numbers, at, 0, first);
            clear(numbers, at, last, strip.keys());
          }
        });
  }

  private static void softmax(Numbers scores, long at, int first, int last) {
    FloatVector largest = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = first; i < last; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, last);
      largest = largest.lanewise(VectorOperators.MAX, Lanes.load(scores, at + i, mask), mask);
    }
    float maximum = largest.reduceLanes(VectorOperators.MAX);
    FloatVector sums = FloatVector.zero(Lanes.FLOATS);
    for (int i = first; i < last; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, last);
      FloatVector power = Exponential.of(Lanes.load(scores, at + i, mask).sub(maximum));
      sums = sums.add(power, mask);
    }
    float factor = 1 / Lanes.sum(sums);
    for (int i = first; i < last; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, last);
      FloatVector power = Exponential.of(Lanes.load(scores, at + i, mask).sub(maximum));
      Lanes.store(scores, at + i, power.mul(factor), mask);
    }
  }

  private static void clear(Numbers numbers, long at, int first, int last) {
    FloatVector zero = FloatVector.zero(Lanes.FLOATS);
    for (int i = first; i < last; i += Lanes.WIDTH) {
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
    FloatVector sums = FloatVector.zero(Lanes.FLOATS);
    for (int i = first; i < last; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, last);
      sums = Lanes.load(p, at + i, mask).fma(Lanes.load(d, at + i, mask), sums);
    }
    float inner = Lanes.sum(sums);
    for (int i = first; i < last; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, last);
      FloatVector change = Lanes.load(d, at + i, mask).sub(inner);
      Lanes.store(d, at + i, change.mul(Lanes.load(p, at + i, mask)), mask);
    }
  }
}
