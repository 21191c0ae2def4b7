package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.tensor.PackedWeight;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** y = x Wᵀ + b on rows, and its gradients; several joined projections count as one. */
final class Projection {
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor weightGradient;
  private final Tensor biasGradient;
  private final Kernels kernels;
  private PackedWeight packed;

  /** {@code name} without ".weight"; {@code joined}: with those that follow it without a gap. */
  Projection(Parameters parameters, String name, boolean joined, Kernels kernels) {
    this.kernels = kernels;
    String weightName = name(name + ".weight", joined);
    String biasName = name(name + ".bias", joined);
    weight = parameters.weight(weightName);
    bias = parameters.weight(biasName);
    weightGradient = parameters.weightGradient(weightName);
    biasGradient = parameters.weightGradient(biasName);
  }

  /** x [rows, in] → [rows, out]. */
  Tensor forward(Tensor x) {
    return product(x);
  }

  private Tensor product(Tensor x) {
    if (packed != null) {
      return packed.linear(x, bias);
    }
    return bias == null
        ? torch.linear(x, weight)
        : torch.linear(x, weight, new TensorOptional(bias));
  }

  /** From now on {@link #forward} uses a packed copy of the weights as they are now. */
  void pack(PackedWeights copies) {
    packed = copies.add(weight, () -> packed = null);
  }

  /** dx = dy W [rows, in]. */
  Tensor inputGradient(Tensor outputGradient) {
    return torch.mm(outputGradient, weight);
  }

  /** Adds dW = dyᵀ x and db = Σ dy. */
  void addWeightGradient(Tensor x, Tensor outputGradient) {
    kernels.add(weightGradient, torch.mm(outputGradient.t(), x), weightGradient);
    if (bias != null) {
      biasGradient.add_(outputGradient.sum(new long[] {0}, false, Types.none()));
    }
  }

  private static String name(String name, boolean joined) {
    return joined ? Parameters.joined(name) : name;
  }
}
