package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.bytedeco.pytorch.Tensor;

/** Passes over flat memory: the optimiser and sums of gradients. */
final class FlatLoops {
  /** A thread's share is a whole number of these. */
  private static final long PIECE = 1 << 12;

  private FlatLoops() {}

  static void add(Tensor x, Tensor delta, Tensor sum) {
    Numbers first = Numbers.of(x);
    Numbers second = Numbers.of(delta);
    Numbers total = Numbers.of(sum);
    pieces(sum.numel(), (worker, from, end) -> add(first, second, total, from, end));
  }

  private static void add(Numbers first, Numbers second, Numbers total, long from, long end) {
    for (long i = from; i < end; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, end);
      FloatVector sum = Lanes.load(first, i, mask).add(Lanes.load(second, i, mask));
      Lanes.store(total, i, sum, mask);
    }
  }

  static void adamW(AdamWStep step, Tensor weights, Tensor gradient, Tensor mean, Tensor square) {
    AdamWLoop loop =
        new AdamWLoop(
            step, Numbers.of(weights), Numbers.of(gradient), Numbers.of(mean), Numbers.of(square));
    pieces(weights.numel(), (worker, from, end) -> loop.run(from, end));
  }

  private record AdamWLoop(AdamWStep step, Numbers w, Numbers g, Numbers m, Numbers v) {
    void run(long from, long end) {
      float gradientScale = (float) step.gradientScale();
      float decay = (float) step.decay();
      float meanShare = (float) (1 - step.beta1());
      float squareKept = (float) step.beta2();
      float squareShare = (float) (1 - step.beta2());
      float rootScale = (float) step.rootScale();
      float epsilon = (float) step.epsilon();
      float stepSize = (float) step.stepSize();
      for (long i = from; i < end; i += Lanes.WIDTH) {
        VectorMask<Float> mask = Lanes.mask(i, end);
        FloatVector slope = Lanes.load(g, i, mask).mul(gradientScale);
        FloatVector mean = Lanes.load(m, i, mask);
        mean = mean.add(slope.sub(mean).mul(meanShare));
        FloatVector square = Lanes.load(v, i, mask).mul(squareKept);
        square = square.add(slope.mul(slope).mul(squareShare));
        FloatVector root = square.sqrt().mul(rootScale).add(epsilon);
        FloatVector weight = Lanes.load(w, i, mask).mul(decay);
        weight = weight.sub(mean.mul(stepSize).div(root));
        Lanes.store(m, i, mean, mask);
        Lanes.store(v, i, square, mask);
        Lanes.store(w, i, weight, mask);
      }
    }
  }

  private static void pieces(long count, Workers.Part part) {
    Workers.run(
        (count + PIECE - 1) / PIECE,
        PIECE,
        (worker, from, end) -> part.run(worker, from * PIECE, Math.min(count, end * PIECE)));
  }
}
