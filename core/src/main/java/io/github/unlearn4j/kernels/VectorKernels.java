package io.github.unlearn4j.kernels;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Loops of the Vector API over the tensors' own memory, on the CPU, divided between threads. */
public final class VectorKernels implements Kernels {
  private final Kernels reference = new TorchKernels();
  private final long smallest;

  /**
   * {@code smallest}: below so many numbers, forward kernels are left to the library. A short
   * answer is generated before the compiler has made vector loops fast.
   */
  public VectorKernels(long smallest) {
    this.smallest = smallest;
    if (!VectorModule.present()) {
      throw new IllegalStateException("the Vector API is not there; use Kernels.fastest()");
    }
  }

  @Override
  public void norm(NormWeight weight, Tensor x, Tensor inverseRms, Tensor normed) {
    if (x.numel() < smallest) {
      reference.norm(weight, x, inverseRms, normed);
      return;
    }
    NormLoops.forward(weight, x, null, null, inverseRms, normed);
  }

  @Override
  public void addAndNorm(
      NormWeight weight, Tensor x, Tensor delta, Tensor sum, Tensor inverseRms, Tensor normed) {
    if (x.numel() < smallest) {
      reference.addAndNorm(weight, x, delta, sum, inverseRms, normed);
      return;
    }
    NormLoops.forward(weight, x, delta, sum, inverseRms, normed);
  }

  @Override
  public void normGradient(
      NormWeight weight,
      Tensor x,
      Tensor inverseRms,
      Tensor normedGradient,
      Tensor gradient,
      Tensor narrow) {
    NormLoops.backward(weight, x, inverseRms, normedGradient, gradient, narrow);
  }

  @Override
  public void toHeads(HeadLayout layout, Tensor rows, Rotation rotation, List<Tensor> strips) {
    HeadLoops.move(layout, rows, rotation, strips, true);
  }

  @Override
  public void fromHeads(HeadLayout layout, List<Tensor> strips, Rotation rotation, Tensor rows) {
    HeadLoops.move(layout, rows, rotation, strips, false);
  }

  @Override
  public void causalSoftmax(Strip strip, Tensor scores) {
    SoftmaxLoops.forward(strip, scores);
  }

  @Override
  public void causalSoftmaxGradient(Strip strip, Tensor probabilities, Tensor gradient) {
    SoftmaxLoops.backward(strip, probabilities, gradient);
  }

  @Override
  public Tensor maskedAttention(Tensor query, Tensor keys, Tensor values, Tensor mask) {
    if (query.numel() * keys.size(1) < 4 * smallest) {
      return reference.maskedAttention(query, keys, values, mask);
    }
    boolean onePositionOverCache = mask.size(1) == 1 && keys.stride(1) == 1;
    if (onePositionOverCache && query.scalar_type().intern() == ScalarType.Float) {
      Tensor context = torch.empty_like(query);
      CacheLoops.attend(query, keys, values, mask, context);
      return context;
    }
    Tensor scores = torch.bmm(query, keys.transpose(1, 2));
    MaskedSoftmax.run(mask, scores);
    return torch.bmm(scores, values);
  }

  @Override
  public void gate(Tensor gateAndUp, Tensor activated) {
    if (activated.numel() < smallest) {
      reference.gate(gateAndUp, activated);
      return;
    }
    GateLoops.forward(gateAndUp, activated);
  }

  @Override
  public void gateGradient(Tensor gateAndUp, Tensor activatedGradient) {
    GateLoops.backward(gateAndUp, activatedGradient);
  }

  @Override
  public double loss(Tensor logits, LossTargets targets, double scale) {
    return new LossLoops(logits, targets, scale).run(logits.size(0));
  }

  @Override
  public void add(Tensor x, Tensor delta, Tensor sum) {
    if (x.numel() < smallest) {
      reference.add(x, delta, sum);
      return;
    }
    FlatLoops.add(x, delta, sum);
  }
}
