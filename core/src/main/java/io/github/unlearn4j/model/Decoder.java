package io.github.unlearn4j.model;

import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;

/** A causal language model of any of the families, driven by a {@link DecoderConfig}. */
public final class Decoder implements AutoCloseable {
  private Decoder() {}

  /** Loads a Hugging Face checkpoint folder. */
  public static Decoder load(Path folder, ComputeType compute) {
    throw new UnsupportedOperationException();
  }

  public DecoderConfig config() {
    throw new UnsupportedOperationException();
  }

  /**
   * The last hidden states behind the final norm, no gradient.
   *
   * @param ids int64 [batch, time]
   * @return [batch · time, hidden] in the compute dtype
   */
  public Tensor hidden(Tensor ids) {
    throw new UnsupportedOperationException();
  }

  /** Logits float32 [rows, vocabulary] of hidden rows [rows, hidden]; take few rows at a time. */
  public Tensor logits(Tensor hiddenRows) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
