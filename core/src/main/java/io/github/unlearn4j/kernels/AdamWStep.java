package io.github.unlearn4j.kernels;

/**
 * One step of AdamW (Loshchilov and Hutter 2019), as {@code torch.optim.AdamW} computes it: w ← w
 * (1 − η λ); m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − η (m / (1 − β₁ᵗ)) / (√(v / (1 −
 * β₂ᵗ)) + ε).
 *
 * @param step t, counted from 1
 * @param learningRate η
 * @param weightDecay λ
 * @param epsilon ε
 * @param gradientScale g is the stored gradient times this (clipping)
 */
public record AdamWStep(
    int step,
    double learningRate,
    double beta1,
    double beta2,
    double weightDecay,
    double epsilon,
    double gradientScale) {

  double decay() {
    return 1 - learningRate * weightDecay;
  }

  /** η / (1 − β₁ᵗ). */
  double stepSize() {
    return learningRate / (1 - Math.pow(beta1, step));
  }

  /** 1 / √(1 − β₂ᵗ). */
  double rootScale() {
    return 1 / Math.sqrt(1 - Math.pow(beta2, step));
  }
}
