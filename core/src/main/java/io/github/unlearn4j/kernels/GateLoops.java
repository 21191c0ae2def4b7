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
  /** One worker's rows, as float32; a vector may reach beyond the end. */
  private record Scratch(float[] gate, float[] up, float[] gradient) {
    static Scratch[] of(long size) {
      Scratch[] each = new Scratch[Workers.count()];
      int room = (int) size + Lanes.WIDTH;
      for (int i = 0; i < each.length; i++) {
        each[i] = new Scratch(new float[room], new float[room], new float[room]);
      }
      return each;
    }
  }

  private GateLoops() {}

  static void forward(Tensor gateAndUp, Tensor activated) {
    Numbers both = Numbers.of(gateAndUp);
    Numbers result = Numbers.of(activated);
    int size = (int) activated.size(1);
    Scratch[] scratch = Scratch.of(size);
    Workers.run(
        activated.size(0),
        size,
        (worker, from, end) -> {
          Scratch own = scratch[worker];
          for (long row = from; row < end; row++) {
            Lanes.read(both, row * 2 * size, own.gate, size);
            Lanes.read(both, row * 2 * size + size, own.up, size);
            activate(own.gate, own.up, size);
            Lanes.write(own.up, size, result, row * size);
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
    Scratch[] scratch = Scratch.of(size);
    Workers.run(
        activatedGradient.size(0),
        size,
        (worker, from, end) -> {
          Scratch own = scratch[worker];
          for (long row = from; row < end; row++) {
            Lanes.read(both, row * 2 * size, own.gate, size);
            Lanes.read(both, row * 2 * size + size, own.up, size);
            Lanes.read(given, row * size, own.gradient, size);
            change(own.gate, own.up, own.gradient, size);
            Lanes.write(own.gate, size, both, row * 2 * size);
            Lanes.write(own.up, size, both, row * 2 * size + size);
            Lanes.write(own.gradient, size, given, row * size);
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
