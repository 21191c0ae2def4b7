package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.tensor.PackedWeight;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * y = x Wᵀ + b on rows, and its gradients; several joined projections count as one. Where the
 * parameters carry a LoRA adapter, its pairs are added and trained, and W and b stay as they are.
 */
final class Projection {
  private final Parameters parameters;
  private final String name;
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor weightGradient;
  private final Tensor biasGradient;
  private final Kernels kernels;
  private PackedWeight packed;

  /** {@code name} without ".weight"; {@code joined}: with those that follow it without a gap. */
  Projection(Parameters parameters, String name, boolean joined, Kernels kernels) {
    this.parameters = parameters;
    this.name = name;
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
    Tensor y = product(x);
    LoraGroup pairs = parameters.pairs(name);
    if (pairs != null) {
      pairs.addTo(y, x);
    }
    return y;
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
    Tensor gradient = torch.mm(outputGradient, weight);
    LoraGroup pairs = parameters.pairs(name);
    if (pairs != null) {
      pairs.addInputGradient(outputGradient, gradient);
    }
    return gradient;
  }

  /** Adds dW = dyᵀ x and db = Σ dy, unless frozen, and what the pairs learn. */
  void addWeightGradient(Tensor x, Tensor outputGradient) {
    Strands.inOrder(() -> addGradients(x, outputGradient));
  }

  private void addGradients(Tensor x, Tensor outputGradient) {
    LoraGroup pairs = parameters.pairs(name);
    if (pairs != null) {
      pairs.addGradients(x, outputGradient);
    }
    if (weightGradient != null) {
      kernels.addProduct(weightGradient, outputGradient.t(), x);
    }
    if (biasGradient != null) {
      biasGradient.add_(outputGradient.sum(new long[] {0}, false, Types.none()));
    }
  }

  private static String name(String name, boolean joined) {
    return joined ? Parameters.joined(name) : name;
  }
}
