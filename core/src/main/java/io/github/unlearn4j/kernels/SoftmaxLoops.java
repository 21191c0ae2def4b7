package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Tensor;

/** Softmax over the keys that a query sees, and its gradient; no work on the others. */
final class SoftmaxLoops {
  private SoftmaxLoops() {}

  static void forward(Strip strip, Tensor scores) {
    Numbers numbers = Numbers.of(scores);
    int room = strip.keys() + Lanes.WIDTH; // a vector may reach beyond the end
    Workers.run(
        scores.numel() / strip.keys(),
        strip.keys(),
        (worker, from, end) -> {
          float[] values = new float[room];
          for (long row = from; row < end; row++) {
            int offset = (int) (row % strip.times());
            int first = strip.firstColumn(offset);
            int last = strip.columnEnd(offset);
            long at = row * strip.keys();
            softmax(numbers, at + first, last - first, values);
            clear(numbers, at, 0, first);
            clear(numbers, at, last, strip.keys());
          }
        });
  }

  private static void softmax(Numbers scores, long at, int count, float[] values) {
    Lanes.read(scores, at, values, count);
    Lanes.writeScaled(values, count, 1 / Lanes.powers(values, count).sum(), scores, at);
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
    int room = strip.keys() + Lanes.WIDTH; // a vector may reach beyond the end
    Workers.run(
        gradient.numel() / strip.keys(),
        strip.keys(),
        (worker, from, end) -> {
          float[] probability = new float[room];
          float[] change = new float[room];
          for (long row = from; row < end; row++) {
            int offset = (int) (row % strip.times());
            int first = strip.firstColumn(offset);
            int last = strip.columnEnd(offset);
            long at = row * strip.keys();
            int seen = last - first;
            Lanes.read(p, at + first, probability, seen);
            Lanes.read(d, at + first, change, seen);
            scoreGradient(probability, change, seen);
            Lanes.write(change, seen, d, at + first);
            clear(d, at, 0, first);
            clear(d, at, last, strip.keys());
          }
        });
  }

  /** change = (change − Σ probability · change) · probability; both are 0 behind {@code count}. */
  private static void scoreGradient(float[] probability, float[] change, int count) {
    float inner = inner(probability, change, count);
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector difference = FloatVector.fromArray(Lanes.FLOATS, change, i).sub(inner);
      difference.mul(FloatVector.fromArray(Lanes.FLOATS, probability, i)).intoArray(change, i);
    }
  }

  private static float inner(float[] probability, float[] change, int count) {
    FloatVector sums = FloatVector.zero(Lanes.FLOATS);
    for (int i = 0; i < count; i += Lanes.WIDTH) {
      FloatVector p = FloatVector.fromArray(Lanes.FLOATS, probability, i);
      sums = p.fma(FloatVector.fromArray(Lanes.FLOATS, change, i), sums);
    }
    return Lanes.sum(sums);
  }
}
