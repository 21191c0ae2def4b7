package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Kept;
import org.bytedeco.pytorch.Tensor;

/** What attention does between its projections, for whole sequences. */
interface AttentionCore {
  /** A forward pass with what its backward pass needs. */
  interface Saved {
    /** [rows, heads · headSize]. */
    Tensor context();

    void keep(Kept kept);

    /**
     * Uses up what was saved.
     *
     * @param contextGradient [rows, heads · headSize]
     * @return gradient by the rows, [rows, (heads + 2 keyValueHeads) · headSize]
     */
    Tensor backward(Tensor contextGradient, Attention.Batch shape);
  }

  /** {@code rows}: q, k, v before rotation [rows, (heads + 2 keyValueHeads) · headSize]. */
  Saved forward(Tensor rows, Attention.Batch shape);
}
