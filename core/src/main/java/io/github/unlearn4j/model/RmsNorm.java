package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * y = w · x / rms(x) over the last dimension, rms(x) = sqrt(mean(x²) + epsilon); the arithmetic is
 * float32 whatever goes in.
 */
final class RmsNorm {
  private final Tensor weight;
  private final double epsilon;

  RmsNorm(Tensor weight, double epsilon) {
    this.weight = weight;
    this.epsilon = epsilon;
  }

  /** 1 / rms of each row of {@code x}: float32, last dimension 1. */
  Tensor inverseRms(Tensor x) {
    long size = x.size(-1);
    Tensor norm =
        torch.linalg_vector_norm(
            x, Torch.scalar(2), new long[] {-1}, true, Types.optional(ScalarType.Float));
    Tensor meanSquare = norm.mul_(norm).mul_(Torch.scalar(1.0 / size));
    meanSquare.add_(Torch.scalar(epsilon)).rsqrt_();
    return norm;
  }

  /** The normalised rows in the weight's dtype. */
  Tensor forward(Tensor x, Tensor inverseRms) {
    Tensor scaled = x.mul(inverseRms);
    return scaled.mul_(weight).to(weight.scalar_type());
  }

  /**
   * Gradient by the input, and adds the gradient by the weight.
   *
   * <p>With n = x / rms and g = dy · w: dx = (g − n · mean(g · n)) / rms, dw = Σ dy · n.
   *
   * @param x float32 rows as given to {@link #forward}
   * @param outputGradient any dtype
   * @return float32, shape of x
   */
  Tensor backward(Tensor x, Tensor inverseRms, Tensor outputGradient, Tensor weightGradient) {
    long size = x.size(-1);
    Tensor normalised = x.mul(inverseRms).view(-1, size);
    Tensor gradient = outputGradient.to(ScalarType.Float).view(-1, size);
    weightGradient.add_(gradient.mul(normalised).sum(0));
    Tensor scaled = gradient.mul(weight);
    Tensor mean = scaled.mul(normalised).mean(new long[] {-1}, true, Types.none());
    scaled.addcmul_(normalised, mean, Torch.scalar(-1));
    return scaled.mul_(inverseRms.view(-1, 1)).view_as(x);
  }
}
