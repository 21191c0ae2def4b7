package io.github.unlearn4j.kernels;

import org.bytedeco.pytorch.Tensor;

/**
 * What each row of logits is to predict. With p = softmax(logits): a hard label y costs −log p_y,
 * and dlogits = p − onehot(y).
 *
 * <p>Soft targets q name k tokens and leave q₀ = 1 − Σ q to all others together: the loss is −Σ q
 * log p − q₀ log p₀ with p₀ = 1 − Σ p over the named ones, so dlogits = p − q for a named token and
 * p (1 − q₀ / p₀) for another.
 *
 * @param labels int64 [rows]; not read where there are soft targets
 * @param softIds int64 [rows, k], different in each row; or null
 * @param softProbabilities float32 [rows, k]; or null
 */
public record LossTargets(Tensor labels, Tensor softIds, Tensor softProbabilities) {
  /** Probability of all other tokens together, at least: float32 sums are no better. */
  static final double SMALLEST_REST = 1e-6;

  boolean soft() {
    return softIds != null;
  }
}
