package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The gated feed-forward part: down(silu(gate(x)) · up(x)). */
final class FeedForward {
  private final Projection gateAndUp;
  private final Projection down;
  private final long size;

  FeedForward(DecoderConfig config, Parameters parameters, String prefix) {
    gateAndUp = new Projection(parameters, prefix + "gate_proj", true);
    down = new Projection(parameters, prefix + "down_proj", false);
    size = config.feedForwardSize();
  }

  void pack(PackedWeights copies) {
    gateAndUp.pack(copies);
    down.pack(copies);
  }

  /**
   * What {@link #backward} needs.
   *
   * @param gateAndUp [rows, 2 · size]
   * @param activated [rows, size]
   */
  record Saved(Tensor gateAndUp, Tensor activated) {}

  Saved activate(Tensor x) {
    Tensor both = gateAndUp.forward(x);
    Tensor activated = torch.silu(both.narrow(1, 0, size)).mul_(both.narrow(1, size, size));
    return new Saved(both, activated);
  }

  Tensor output(Saved saved) {
    return down.forward(saved.activated());
  }

  /**
   * @param x the input of {@link #activate}
   * @param outputGradient [rows, hidden] in the compute dtype
   * @return gradient by x
   */
  Tensor backward(Tensor x, Saved saved, Tensor outputGradient) {
    Tensor activatedGradient = down.backward(saved.activated(), outputGradient);
    Tensor gate = saved.gateAndUp().narrow(1, 0, size);
    Tensor up = saved.gateAndUp().narrow(1, size, size);
    Tensor bothGradient = torch.empty_like(saved.gateAndUp());
    Tensor sigmoid = torch.sigmoid(gate);
    Tensor silu = sigmoid.mul(gate);
    torch.mul_out(bothGradient.narrow(1, size, size), activatedGradient, silu);
    // silu' = sigmoid + silu · (1 − sigmoid)
    silu.addcmul_(silu, sigmoid, Torch.scalar(-1)).add_(sigmoid);
    torch.mul_out(bothGradient.narrow(1, 0, size), activatedGradient.mul_(up), silu);
    return gateAndUp.backward(x, bothGradient);
  }
}
