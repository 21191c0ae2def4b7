package io.github.unlearn4j.weights.gguf;

import static io.github.unlearn4j.weights.gguf.PlainNumbers.half;

/**
 * The "K" formats: 256 numbers in groups of 32 (Q4_K, Q5_K) or 16 (Q6_K). A super-block has a scale
 * d and, but for Q6_K, a scale of minima dmin; a group has small whole numbers s and m of its own.
 * The value is (d·s)·q − (dmin·m), or (d·s)·(q − 32) for Q6_K.
 */
final class SuperBlockQuants {
  private static final int GROUP = 32;
  private static final int GROUPS = 8;

  private SuperBlockQuants() {}

  /** d, dmin (2 bytes each), 12 bytes of s and m, then 4 × 32 bytes of four-bit halves. */
  static void q4(byte[] bytes, int from, float[] values, int to) {
    for (int group = 0; group < GROUPS; group++) {
      float scale = half(bytes, from) * groupScale(bytes, from + 4, group);
      float minimum = half(bytes, from + 2) * groupMinimum(bytes, from + 4, group);
      int halves = from + 16 + group / 2 * GROUP;
      int shift = group % 2 * 4;
      for (int index = 0; index < GROUP; index++) {
        int number = bytes[halves + index] >> shift & 0x0F;
        values[to + group * GROUP + index] = scale * number - minimum;
      }
    }
  }

  /** As Q4_K, with 32 bytes of fifth bits before the halves: bit g of byte i is group g's. */
  static void q5(byte[] bytes, int from, float[] values, int to) {
    for (int group = 0; group < GROUPS; group++) {
      float scale = half(bytes, from) * groupScale(bytes, from + 4, group);
      float minimum = half(bytes, from + 2) * groupMinimum(bytes, from + 4, group);
      int halves = from + 48 + group / 2 * GROUP;
      int shift = group % 2 * 4;
      for (int index = 0; index < GROUP; index++) {
        int fifthBit = bytes[from + 16 + index] >> group & 1;
        int number = bytes[halves + index] >> shift & 0x0F | fifthBit << 4;
        values[to + group * GROUP + index] = scale * number - minimum;
      }
    }
  }

  /** 2 × 64 bytes of low halves, 2 × 32 bytes of upper bit pairs, 16 signed s, d. */
  static void q6(byte[] bytes, int from, float[] values, int to) {
    float blockScale = half(bytes, from + 208);
    for (int group = 0; group < GROUPS; group++) {
      int halves = from + group / 4 * 64 + group % 2 * GROUP;
      int halfShift = group % 4 / 2 * 4;
      int pairs = from + 128 + group / 4 * GROUP;
      int pairShift = group % 4 * 2;
      for (int index = 0; index < GROUP; index++) {
        float scale = blockScale * bytes[from + 192 + group * 2 + index / 16];
        int low = bytes[halves + index] >> halfShift & 0x0F;
        int high = bytes[pairs + index] >> pairShift & 0x03;
        values[to + group * GROUP + index] = scale * ((low | high << 4) - 32);
      }
    }
  }

  /**
   * The six-bit scales of groups 0 to 3 are the low six bits of bytes 0 to 3; those of groups 4 to
   * 7 have their low four bits in the low halves of bytes 8 to 11 and the rest on top of bytes 0 to
   * 3.
   */
  private static int groupScale(byte[] bytes, int from, int group) {
    return group < 4
        ? bytes[from + group] & 0x3F
        : bytes[from + 4 + group] & 0x0F | (bytes[from + group - 4] & 0xC0) >> 2;
  }

  /** The same for minima, in bytes 4 to 7 and the high halves of bytes 8 to 11. */
  private static int groupMinimum(byte[] bytes, int from, int group) {
    return group < 4
        ? bytes[from + 4 + group] & 0x3F
        : bytes[from + 4 + group] >> 4 & 0x0F | (bytes[from + group] & 0xC0) >> 2;
  }
}
