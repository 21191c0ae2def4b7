package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Tensor;

/**
 * The gated activation and its gradients. A row is first read into arrays, computed there and
 * written back: a loop that does all at once is too large for the compiler, which then makes an
 * object of each vector (docs/log.md).
 */
final class GateLoops {
  private GateLoops() {}

  static void forward(Tensor gateAndUp, Tensor activated) {
    Numbers both = Numbers.of(gateAndUp);
    Numbers result = Numbers.of(activated);
    int size = (int) activated.size(1);
    int room = size + Lanes.WIDTH; // a vector may reach beyond the end
    Workers.run(
        activated.size(0),
        size,
        (worker, from, end) -> {
          float[] gate = new float[room];
          float[] up = new float[room];
          for (long row = from; row < end; row++) {
            Lanes.read(both, row * 2 * size, gate, size);
            Lanes.read(both, row * 2 * size + size, up, size);
            activate(gate, up, size);
            Lanes.write(up, size, result, row * size);
          }
        });
  }

  /** up = silu(gate) · up. */
  private static void activate(float[] gates, float[] ups, int size) {
    for (int i = 0; i < size; i += Lanes.WIDTH) {
      FloatVector gate = FloatVector.fromArray(Lanes.FLOATS, gates, i);
      FloatVector up = FloatVector.fromArray(Lanes.FLOATS, ups, i);
      gate.mul(Exponential.sigmoid(gate)).mul(up).intoArray(ups, i);
    }
  }

  static void backward(Tensor gateAndUp, Tensor activatedGradient) {
    Numbers both = Numbers.of(gateAndUp);
    Numbers given = Numbers.of(activatedGradient);
    int size = (int) activatedGradient.size(1);
    int room = size + Lanes.WIDTH; // a vector may reach beyond the end
    Workers.run(
        activatedGradient.size(0),
        size,
        (worker, from, end) -> {
          float[] gate = new float[room];
          float[] up = new float[room];
          float[] gradient = new float[room];
          for (long row = from; row < end; row++) {
            Lanes.read(both, row * 2 * size, gate, size);
            Lanes.read(both, row * 2 * size + size, up, size);
            Lanes.read(given, row * size, gradient, size);
            change(gate, up, gradient, size);
            Lanes.write(gate, size, both, row * 2 * size);
            Lanes.write(up, size, both, row * 2 * size + size);
            Lanes.write(gradient, size, given, row * size);
          }
        });
  }

  private static void change(float[] gates, float[] ups, float[] gradients, int size) {
    for (int i = 0; i < size; i += Lanes.WIDTH) {
      FloatVector gate = FloatVector.fromArray(Lanes.FLOATS, gates, i);
      FloatVector up = FloatVector.fromArray(Lanes.FLOATS, ups, i);
      FloatVector gradient = FloatVector.fromArray(Lanes.FLOATS, gradients, i);
      FloatVector sigmoid = Exponential.sigmoid(gate);
      FloatVector silu = gate.mul(sigmoid);
      // silu' = σ + silu · (1 − σ)
      FloatVector slope = silu.sub(silu.mul(sigmoid)).add(sigmoid);
      gradient.mul(up).mul(slope).intoArray(gates, i);
      gradient.mul(silu).intoArray(ups, i);
      silu.mul(up).intoArray(gradients, i);
    }
  }
}
