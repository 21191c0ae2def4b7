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
    for (long i = 0; i < size; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, size);
      FloatVector gate = Lanes.load(both, at + i, mask);
      FloatVector up = Lanes.load(both, at + size + i, mask);
      FloatVector activated = gate.mul(Exponential.sigmoid(gate)).mul(up);
      Lanes.store(result, resultAt + i, activated, mask);
    }
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
    for (long i = 0; i < size; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, size);
      FloatVector gate = Lanes.load(both, at + i, mask);
      FloatVector up = Lanes.load(both, at + size + i, mask);
      FloatVector gradient = Lanes.load(given, givenAt + i, mask);
      FloatVector sigmoid = Exponential.sigmoid(gate);
      FloatVector silu = gate.mul(sigmoid);
      // silu' = σ + silu · (1 − σ)
      FloatVector slope = silu.sub(silu.mul(sigmoid)).add(sigmoid);
      Lanes.store(both, at + i, gradient.mul(up).mul(slope), mask);
      Lanes.store(both, at + size + i, gradient.mul(silu), mask);
      Lanes.store(given, givenAt + i, silu.mul(up), mask);
    }
  }
}
