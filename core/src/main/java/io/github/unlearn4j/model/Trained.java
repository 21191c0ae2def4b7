package io.github.unlearn4j.model;

import org.bytedeco.pytorch.Tensor;

/** What an optimiser changes: all weights of a decoder, or the pairs of a LoRA adapter. */
public interface Trained {
  /** Flat float32 master weights. */
  Tensor master();

  /** Flat float32 gradient of the same length. */
  Tensor gradient();

  /** Casts the master weights into the compute copy; call after changing them. */
  void publish();
}
