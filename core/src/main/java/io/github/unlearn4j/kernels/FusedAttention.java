package io.github.unlearn4j.kernels;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Causal attention of whole sequences in one operator, forward and backward; the probabilities
 * never exist. Queries are [batch, heads, time, headSize] and scaled already, keys and values
 * [batch, keyValueHeads, time, headSize]; consecutive query heads share a key/value head.
 */
public interface FusedAttention {
  /**
   * @param context [batch, heads, time, headSize]
   * @param state whatever else {@link #backward} needs
   */
  record Result(Tensor context, List<Tensor> state) {}

  /** Gradients by queries, keys and values, in their shapes and type. */
  record Gradients(Tensor query, Tensor key, Tensor value) {}

  /** Whether the operator can do heads of this size in this number format. */
  boolean takes(ScalarType type, int headSize);

  /** context = softmax(q kᵀ) v, each position seeing itself and those before it. */
  Result forward(Tensor query, Tensor key, Tensor value);

  /** {@code contextGradient}: [batch, heads, time, headSize], of any strides. */
  Gradients backward(
      Tensor contextGradient, Tensor query, Tensor key, Tensor value, Result forward);
}
