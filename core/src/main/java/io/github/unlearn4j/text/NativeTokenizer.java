package io.github.unlearn4j.text;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;

/**
 * The Rust library {@code tokenizers}, one native tokenizer.
 *
 * <p>The class {@code HuggingFaceTokenizer} of the same library is passed by on purpose: it sends
 * telemetry, truncates unless told otherwise, and copies every token's text.
 */
final class NativeTokenizer implements AutoCloseable {
  static {
    // Without this the loader looks for a CUDA build of the library on the network.
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
  }

  private long handle;

  /**
   * @param json content of a {@code tokenizer.json}
   * @throws IllegalArgumentException if the library does not understand it
   */
  NativeTokenizer(String json) {
    try {
      LibUtils.checkStatus();
    } catch (EngineException problem) {
      throw new UserError(
          ExitCode.INTERNAL,
          "cannot load the native tokenizer library: %s; set DJL_CACHE_DIR to a folder that can be written"
              .formatted(problem.getCause() == null ? problem : problem.getCause()),
          problem);
    }
    try {
      handle = TokenizersLibrary.LIB.createTokenizerFromString(json);
    } catch (RuntimeException problem) {
      throw new IllegalArgumentException(problem.getMessage(), problem);
    }
    TokenizersLibrary.LIB.disableTruncation(handle);
    TokenizersLibrary.LIB.disablePadding(handle);
  }

  /** Tokenizes well-formed text; the spans of the result tile it. */
  Encoding encode(String text, boolean addSpecialTokens) {
    long encoding = TokenizersLibrary.LIB.encode(handle(), text, addSpecialTokens);
    try {
      long[] ids = TokenizersLibrary.LIB.getTokenIds(encoding);
      CharSpan[] spans = TokenizersLibrary.LIB.getTokenCharSpans(encoding);
      return TiledSpans.encoding(text, ids, spans);
    } finally {
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
  }

  String decode(int[] ids) {
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      wide[i] = ids[i];
    }
    return TokenizersLibrary.LIB.decode(handle(), wide, true);
  }

  @Override
  public synchronized void close() {
    if (handle != 0) {
      TokenizersLibrary.LIB.deleteTokenizer(handle);
      handle = 0;
    }
  }

  private long handle() {
    if (handle == 0) {
      throw new IllegalStateException("the tokenizer is closed");
    }
    return handle;
  }
}
