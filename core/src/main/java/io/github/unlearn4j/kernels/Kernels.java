package io.github.unlearn4j.kernels;

import io.github.unlearn4j.tensor.Device;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Everything in a training step that is not a plain matrix product. Results go into tensors that
 * the caller made. "Compute dtype" is float32 or bfloat16; arithmetic is float32 inside. The last
 * dimension of every tensor is contiguous.
 *
 * <p>{@link TorchKernels} is the reference and runs on every device; {@link VectorKernels} makes
 * one pass over the memory of tensors on the CPU.
 */
public interface Kernels {
  /** The fastest kernels for tensors of a device. */
  static Kernels fastest(Device device) {
    return switch (device.kind()) {
      case CPU -> VectorModule.present() ? new VectorKernels(1 << 16) : new TorchKernels();
      case CUDA -> new TorchKernels(new FlashAttention());
      case META -> new TorchKernels();
    };
  }

  /** Attention over whole sequences in one operator; null where there is none. */
  default FusedAttention fusedAttention() {
    return null;
  }

  /**
   * y = w · x / rms(x), rms(x) = √(mean(x²) + ε), for each row.
   *
   * @param x float32 or compute dtype, [rows, size] or a view [rows, heads, size] of any strides
   * @param inverseRms float32 [rows · heads], written: 1 / rms; not null
   * @param normed shape of x, compute dtype, written; may be x
   */
  void norm(NormWeight weight, Tensor x, Tensor inverseRms, Tensor normed);

  /**
   * A residual addition and the norm behind it in one pass: sum = x + delta, normed = norm(sum).
   *
   * @param x float32 [rows, size]
   * @param delta compute dtype [rows, size]
   * @param sum float32 [rows, size], written; may be x
   */
  void addAndNorm(
      NormWeight weight, Tensor x, Tensor delta, Tensor sum, Tensor inverseRms, Tensor normed);

  /**
   * Gradients of {@link #norm}. With n = x / rms and g = dy · w: dx = (g − n · mean(g · n)) / rms
   * and dw = Σ dy · n, which is added to the weight's gradient.
   *
   * @param normedGradient dy in the compute dtype, shape of x; becomes what {@link #norm} had
   *     computed, so that nobody needs to keep it
   * @param gradient float32, shape of x: dx is added to it; null: dx goes to {@code narrow} alone
   * @param narrow compute dtype, shape of x, written: the new gradient, or dx; may be the memory of
   *     gradient, or of normedGradient, which then is not computed
   */
  void normGradient(
      NormWeight weight,
      Tensor x,
      Tensor inverseRms,
      Tensor normedGradient,
      Tensor gradient,
      Tensor narrow);

  /**
   * Arranges rows by head, and rotates them.
   *
   * @param rows [batch · time, keyValueHeads · groups · headSize], rows may lie apart
   * @param rotation null: none
   * @param strips written: consecutive times, each [batch · keyValueHeads, groups · times,
   *     headSize]
   */
  void toHeads(HeadLayout layout, Tensor rows, Rotation rotation, List<Tensor> strips);

  /** The reverse of {@link #toHeads}: {@code rows} are written, turned the other way. */
  void fromHeads(HeadLayout layout, List<Tensor> strips, Rotation rotation, Tensor rows);

  /** Softmax over the keys that each query may see, in place; hidden places become 0. */
  void causalSoftmax(Strip strip, Tensor scores);

  /**
   * Gradient by the scores, dp → p · (dp − Σ p · dp), in place.
   *
   * @param probabilities what {@link #causalSoftmax} made
   * @param gradient dp; hidden places become 0
   */
  void causalSoftmaxGradient(Strip strip, Tensor probabilities, Tensor gradient);

  /**
   * Attention where a mask says which columns each position sees. All are of the compute dtype.
   *
   * @param query [pairs, groups · time, headSize], scaled; pairs = batch · keyValueHeads
   * @param keys [pairs, columns, headSize], of any strides
   * @param values [pairs, columns, headSize]
   * @param mask [batch, time, columns], added to the scores
   * @return the contexts [pairs, groups · time, headSize]
   */
  default Tensor maskedAttention(Tensor query, Tensor keys, Tensor values, Tensor mask) {
    Tensor scores = torch.bmm(query, keys.transpose(1, 2));
    scores.view(mask.size(0), -1, mask.size(1), mask.size(2)).add_(mask.unsqueeze(1));
    return torch.bmm(torch.softmax(scores, -1), values);
  }

  /**
   * activated = silu(gate) · up, silu(z) = z / (1 + e⁻ᶻ).
   *
   * @param gateAndUp compute dtype [rows, 2 · size]: gate, then up
   * @param activated compute dtype [rows, size], written
   */
  void gate(Tensor gateAndUp, Tensor activated);

  /**
   * Gradients of {@link #gate}: dgate = d · up · σ (1 + gate (1 − σ)), dup = d · silu(gate).
   *
   * @param gateAndUp its own values before, their gradients after
   * @param activatedGradient d; becomes what {@link #gate} had computed, so that nobody needs to
   *     keep it
   */
  void gateGradient(Tensor gateAndUp, Tensor activatedGradient);

  /**
   * Cross-entropy of rows of logits with labels or soft targets; see {@link LossTargets}.
   *
   * @param logits compute dtype [rows, vocabulary]; become {@code scale ·} the loss's gradient
   * @return Σ of the cross-entropies (natural log), not scaled
   */
  double loss(Tensor logits, LossTargets targets, double scale);

  /**
   * sum += a b, in one pass where all are float32: one product [m, k] · [k, n], or as many of them
   * as the first dimension says.
   *
   * @param sum float32; of several products the rows may lie apart
   * @param a float32 or compute dtype, like b
   */
  default void addProduct(Tensor sum, Tensor a, Tensor b) {
    boolean several = sum.dim() == 3;
    if (a.scalar_type().intern() != ScalarType.Float) {
      if (several) {
        sum.add_(torch.bmm(a, b));
      } else {
        add(sum, torch.mm(a, b), sum);
      }
    } else if (several) {
      sum.baddbmm_(a, b);
    } else {
      sum.addmm_(a, b);
    }
  }

  /**
   * sum = x + delta, of equal shapes and all contiguous.
   *
   * @param x float32
   * @param delta compute dtype
   * @param sum float32, written; may be x
   */
  void add(Tensor x, Tensor delta, Tensor sum);
}
