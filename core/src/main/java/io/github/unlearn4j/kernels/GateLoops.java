package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.bytedeco.pytorch.Tensor;

/** The gated activation and its gradients. */
final class GateLoops {
  private GateLoops() {}

  static void forward(Tensor gateAndUp, Tensor activated) {
    Numbers both = Numbers.of(gateAndUp);
    Numbers result = Numbers.of(activated);
    long size = activated.size(1);
    Workers.run(
        activated.size(0),
        size,
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            activate(both, row * 2 * size, result, row * size, size);
          }
        });
  }

  private static void activate(Numbers both, long at, Numbers result, long resultAt, long size) {
    long i = 0;
    for (; Lanes.whole(i, size); i += Lanes.WIDTH) {
      activate(both, at + i, at + size + i, result, resultAt + i, Lanes.ALL);
    }
    if (i < size) {
      activate(both, at + i, at + size + i, result, resultAt + i, Lanes.mask(i, size));
    }
  }

  private static void activate(
      Numbers both, long gateAt, long upAt, Numbers result, long resultAt, VectorMask<Float> mask) {
    FloatVector gate = Lanes.load(both, gateAt, mask);
    FloatVector up = Lanes.load(both, upAt, mask);
    Lanes.store(result, resultAt, gate.mul(Exponential.sigmoid(gate)).mul(up), mask);
  }

  static void backward(Tensor gateAndUp, Tensor activatedGradient) {
    Numbers both = Numbers.of(gateAndUp);
    Numbers given = Numbers.of(activatedGradient);
    long size = activatedGradient.size(1);
    Workers.run(
        activatedGradient.size(0),
        size,
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            change(both, row * 2 * size, given, row * size, size);
          }
        });
  }

  private static void change(Numbers both, long at, Numbers given, long givenAt, long size) {
    long i = 0;
    for (; Lanes.whole(i, size); i += Lanes.WIDTH) {
      change(both, at + i, at + size + i, given, givenAt + i, Lanes.ALL);
    }
    if (i < size) {
      change(both, at + i, at + size + i, given, givenAt + i, Lanes.mask(i, size));
    }
  }

  private static void change(
      Numbers both, long gateAt, long upAt, Numbers given, long givenAt, VectorMask<Float> mask) {
    FloatVector gate = Lanes.load(both, gateAt, mask);
    FloatVector up = Lanes.load(both, upAt, mask);
    FloatVector gradient = Lanes.load(given, givenAt, mask);
    FloatVector sigmoid = Exponential.sigmoid(gate);
    FloatVector silu = gate.mul(sigmoid);
    // silu' = σ + silu · (1 − σ)
    FloatVector slope = silu.sub(silu.mul(sigmoid)).add(sigmoid);
    Lanes.store(both, gateAt, gradient.mul(up).mul(slope), mask);
    Lanes.store(both, upAt, gradient.mul(silu), mask);
    Lanes.store(given, givenAt, silu.mul(up), mask);
  }
}
