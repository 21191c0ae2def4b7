package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.kernels.NormWeight;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A norm's weight with room for what {@link Kernels#norm} computes. */
final class RmsNorm {
  private final NormWeight weight;
  private final Kernels kernels;
  private final Device device;

  RmsNorm(Parameters parameters, String name, double epsilon, Kernels kernels) {
    weight = new NormWeight(parameters.weight(name), parameters.weightGradient(name), epsilon);
    this.kernels = kernels;
    device = parameters.device();
  }

  /**
   * @param x the rows before the norm
   * @param inverseRms float32 [rows]
   * @param normed compute dtype
   */
  record Result(Tensor x, Tensor inverseRms, Tensor normed) {}

  /** The normalised rows of {@code x}, whose last dimension is contiguous. */
  Tensor forward(Tensor x) {
    return forwardSaving(x).normed();
  }

  Result forwardSaving(Tensor x) {
    Tensor rows = x.dim() == 2 ? x : x.reshape(-1, x.size(-1));
    Tensor normed = torch.empty_like(rows, weight.weight().options(), null);
    Tensor inverseRms = Torch.empty(device, ScalarType.Float, rows.size(0));
    kernels.norm(weight, rows, inverseRms, normed);
    return new Result(rows, inverseRms, normed.view(x.sizes()));
  }

  /**
   * Normalises a view [rows, heads, size] where it lies.
   *
   * @return 1 / rms, float32 [rows · heads]
   */
  Tensor inPlace(Tensor heads) {
    Tensor inverseRms = Torch.empty(device, ScalarType.Float, heads.size(0) * heads.size(1));
    kernels.norm(weight, heads, inverseRms, heads);
    return inverseRms;
  }

  /** Norm of x + delta, both [rows, size]; {@code sum} is written, and may be x. */
  Result addAndForward(Tensor x, Tensor delta, Tensor sum) {
    Tensor normed = torch.empty_like(delta);
    Tensor inverseRms = Torch.empty(device, ScalarType.Float, x.size(0));
    kernels.addAndNorm(weight, x, delta, sum, inverseRms, normed);
    return new Result(sum, inverseRms, normed);
  }

  /** See {@link Kernels#normGradient}. */
  void backward(
      Tensor x, Tensor inverseRms, Tensor normedGradient, Tensor gradient, Tensor narrow) {
    Strands.inOrder(
        () -> kernels.normGradient(weight, x, inverseRms, normedGradient, gradient, narrow));
  }
}
