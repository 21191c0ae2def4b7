package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.bytedeco.pytorch.Tensor;

/** Passes over flat memory: sums of gradients, the residual stream. */
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
    long i = from;
    for (; Lanes.whole(i, end); i += Lanes.WIDTH) {
      addLanes(first, second, total, i, Lanes.ALL);
    }
    if (i < end) {
      addLanes(first, second, total, i, Lanes.mask(i, end));
    }
  }

  private static void addLanes(
      Numbers first, Numbers second, Numbers total, long i, VectorMask<Float> mask) {
    FloatVector sum = Lanes.load(first, i, mask).add(Lanes.load(second, i, mask));
    Lanes.store(total, i, sum, mask);
  }

  private static void pieces(long count, Workers.Part part) {
    Workers.run(
        (count + PIECE - 1) / PIECE,
        PIECE,
        (worker, from, end) -> part.run(worker, from * PIECE, Math.min(count, end * PIECE)));
  }
}
