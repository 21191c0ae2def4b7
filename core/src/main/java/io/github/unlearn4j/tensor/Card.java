package io.github.unlearn4j.tensor;

/**
 * A graphics card.
 *
 * @param name as its maker calls it
 * @param bytes all of its memory
 * @param major compute capability: 8 and above multiply bfloat16 in hardware
 * @param minor the digit behind its dot
 */
public record Card(String name, long bytes, int major, int minor) {
  private static final int BFLOAT16_SINCE = 8;

  public boolean multipliesBfloat16() {
    return major >= BFLOAT16_SINCE;
  }
}
