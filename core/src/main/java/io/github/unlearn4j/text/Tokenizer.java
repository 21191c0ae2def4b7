package io.github.unlearn4j.text;

import java.nio.file.Path;
import java.util.OptionalInt;

/** A checkpoint's own tokenizer ({@code tokenizer.json}), with the span of every token. */
public final class Tokenizer implements AutoCloseable {
  private Tokenizer() {}

  /** Loads {@code tokenizer.json} and {@code tokenizer_config.json} of a checkpoint folder. */
  public static Tokenizer load(Path folder) {
    throw new UnsupportedOperationException();
  }

  /** Tokenizes; {@code addSpecialTokens} puts BOS and the like where the checkpoint wants them. */
  public Encoding encode(String text, boolean addSpecialTokens) {
    throw new UnsupportedOperationException();
  }

  /** Text of the ids; special tokens are left out. */
  public String decode(int[] ids) {
    throw new UnsupportedOperationException();
  }

  /** One more than the largest id, added tokens included. */
  public int vocabularySize() {
    throw new UnsupportedOperationException();
  }

  public OptionalInt beginOfText() {
    throw new UnsupportedOperationException();
  }

  public OptionalInt endOfText() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
