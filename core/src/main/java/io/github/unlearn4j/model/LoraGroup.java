package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The pairs beside one matrix product: y += s · (x Aᵀ) Bᵀ in the columns of each pair, and the
 * gradients. Inner rows u = x Aᵀ, and their gradient, are made again where they are needed; they
 * cost little.
 */
final class LoraGroup {
  /**
   * One pair.
   *
   * @param firstColumn where its outputs begin in y
   * @param up B [outputs, rank] in the compute dtype
   * @param upGradient float32; null when not training
   */
  record Up(long firstColumn, Tensor up, Tensor upGradient) {}

  private final Tensor down;
  private final Tensor downGradient;
  private final List<Up> ups;
  private final double scaling;
  private final long rank;

  /**
   * @param down A of all pairs [pairs · rank, in] in the compute dtype
   * @param downGradient float32; null when not training
   */
  LoraGroup(Tensor down, Tensor downGradient, List<Up> ups, double scaling) {
    this.down = down;
    this.downGradient = downGradient;
    this.ups = ups;
    this.scaling = scaling;
    rank = down.size(0) / ups.size();
  }

  /** Adds what the pairs say about x [rows, in] to y [rows, out]. */
  void addTo(Tensor y, Tensor x) {
    Tensor inner = torch.linear(x, down);
    Scalar one = Torch.scalar(1);
    Scalar factor = Torch.scalar(scaling);
    for (int i = 0; i < ups.size(); i++) {
      columns(y, ups.get(i)).addmm_(inner(inner, i), ups.get(i).up().t(), one, factor);
    }
  }

  /** Adds du A to the gradient by x, where du = s · dy B. */
  void addInputGradient(Tensor outputGradient, Tensor inputGradient) {
    inputGradient.addmm_(innerGradient(outputGradient), down);
  }

  /**
   * Adds dB = s · dyᵀ u and dA = duᵀ x. Not while nothing is trained.
   *
   * @param outputGradient dy [rows, out] in the compute dtype
   */
  void addGradients(Tensor x, Tensor outputGradient) {
    Tensor inner = torch.linear(x, down);
    Scalar factor = Torch.scalar(scaling);
    for (int i = 0; i < ups.size(); i++) {
      Tensor gradient = columns(outputGradient, ups.get(i));
      ups.get(i).upGradient().add_(torch.mm(gradient.t(), inner(inner, i)), factor);
    }
    downGradient.add_(torch.mm(innerGradient(outputGradient).t(), x));
  }

  private Tensor innerGradient(Tensor outputGradient) {
    Tensor gradient = outputGradient.new_empty(outputGradient.size(0), down.size(0));
    for (int i = 0; i < ups.size(); i++) {
      Tensor part = torch.mm(columns(outputGradient, ups.get(i)), ups.get(i).up());
      inner(gradient, i).copy_(part);
    }
    return gradient.mul_(Torch.scalar(scaling));
  }

  private static Tensor columns(Tensor all, Up pair) {
    return all.narrow(1, pair.firstColumn(), pair.up().size(0));
  }

  private Tensor inner(Tensor all, int pair) {
    return all.narrow(1, pair * rank, rank);
  }
}
