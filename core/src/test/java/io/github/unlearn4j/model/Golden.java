package io.github.unlearn4j.model;

import java.nio.file.Path;
import java.util.List;

/** The tiny checkpoints with what transformers computes for them (see their make.py). */
public final class Golden {
  public static final List<String> FAMILIES =
      List.of(
          "llama",
          "llama3-rope",
          "llama-tied",
          "llama-linear-shards",
          "llama-bf16",
          "mistral",
          "mistral-window",
          "qwen2",
          "qwen3");

  private Golden() {}

  /** A folder below {@code src/test/golden}. */
  public static Path folder(String name) {
    return Path.of("src/test/golden").resolve(name);
  }

  public static Path family(String name) {
    return folder("families").resolve(name);
  }
}
