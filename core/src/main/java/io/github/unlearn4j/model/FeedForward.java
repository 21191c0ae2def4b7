package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import org.bytedeco.pytorch.Tensor;

/** The gated feed-forward part: down(silu(gate(x)) · up(x)). */
final class FeedForward {
  private final Projection gateAndUp;
  private final Projection down;
  private final long size;
  private final Kernels kernels;

  FeedForward(DecoderConfig config, Parameters parameters, String prefix, Kernels kernels) {
    gateAndUp = new Projection(parameters, prefix + "gate_proj", true, kernels);
    down = new Projection(parameters, prefix + "down_proj", false, kernels);
    size = config.feedForwardSize();
    this.kernels = kernels;
  }

  /** [rows, 2 · size], all that the backward pass needs. */
  Tensor gateAndUp(Tensor x) {
    return gateAndUp.forward(x);
  }

  Tensor output(Tensor both) {
    Tensor activated = both.new_empty(both.size(0), size);
    kernels.gate(both, activated);
    return down.forward(activated);
  }

  void pack(PackedWeights copies) {
    gateAndUp.pack(copies);
    down.pack(copies);
  }

  /**
   * Turns gate and up into their gradients, in place.
   *
   * @param outputGradient [rows, hidden] in the compute dtype
   */
  void backward(Tensor both, Tensor outputGradient) {
    Tensor activated = down.inputGradient(outputGradient);
    kernels.gateGradient(both, activated);
    down.addWeightGradient(activated, outputGradient);
  }

  /** Gradient by x, from that by gate and up. */
  Tensor inputGradient(Tensor bothGradient) {
    return gateAndUp.inputGradient(bothGradient);
  }

  void addWeightGradient(Tensor x, Tensor bothGradient) {
    gateAndUp.addWeightGradient(x, bothGradient);
  }
}
