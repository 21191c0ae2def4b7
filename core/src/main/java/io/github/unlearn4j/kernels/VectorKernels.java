package io.github.unlearn4j.kernels;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Loops of the Vector API over the tensors' own memory, on the CPU, divided between threads. */
public final class VectorKernels implements Kernels {
  public VectorKernels() {
    if (!VectorModule.present()) {
      throw new IllegalStateException("the Vector API is not there; use Kernels.fastest()");
    }
  }

  @Override
  public void norm(NormWeight weight, Tensor x, Tensor inverseRms, Tensor normed) {
    NormLoops.forward(weight, x, null, null, inverseRms, normed);
  }

  @Override
  public void addAndNorm(
      NormWeight weight, Tensor x, Tensor delta, Tensor sum, Tensor inverseRms, Tensor normed) {
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
  public void gate(Tensor gateAndUp, Tensor activated) {
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
    FlatLoops.add(x, delta, sum);
  }
}
