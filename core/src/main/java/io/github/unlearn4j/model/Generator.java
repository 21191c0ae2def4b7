package io.github.unlearn4j.model;

import java.util.List;

/** Greedy or sampled continuation with a key/value cache. */
public final class Generator {
  /**
   * @param maxNewTokens tokens to add at most
   * @param temperature 0: greedy
   * @param seed of the sampling
   * @param stopIds a sequence ends with any of these (not part of the answer)
   */
  public record Options(int maxNewTokens, double temperature, long seed, int[] stopIds) {}

  private Generator() {}

  /** The new tokens of each prompt. */
  public static List<int[]> generate(Decoder decoder, List<int[]> prompts, Options options) {
    throw new UnsupportedOperationException();
  }
}
