package io.github.unlearn4j.weights.gguf;

import static io.github.unlearn4j.weights.gguf.PlainNumbers.half;
import static io.github.unlearn4j.weights.gguf.PlainNumbers.int16;

/**
 * The older block formats: 32 numbers share a scale d, and those ending in 1 a minimum m too. With
 * q the stored whole number, the value is d·(q − centre) or d·q + m. Products and sums are rounded
 * to float32 one by one, as ggml's reference does.
 *
 * <p>Four-bit halves: byte i holds number i in its low half and number i + 16 in its high half.
 */
final class RoundQuants {
  private static final int HALF_BLOCK = 16;

  private RoundQuants() {}

  /** d (2 bytes), 16 bytes of halves; centre 8. */
  static void q40(byte[] bytes, int from, float[] values, int to) {
    float scale = half(bytes, from);
    for (int index = 0; index < HALF_BLOCK; index++) {
      int pair = bytes[from + 2 + index];
      values[to + index] = scale * ((pair & 0x0F) - 8);
      values[to + HALF_BLOCK + index] = scale * ((pair >> 4 & 0x0F) - 8);
    }
  }

  /** d, m (2 bytes each), 16 bytes of halves. */
  static void q41(byte[] bytes, int from, float[] values, int to) {
    float scale = half(bytes, from);
    float minimum = half(bytes, from + 2);
    for (int index = 0; index < HALF_BLOCK; index++) {
      int pair = bytes[from + 4 + index];
      values[to + index] = scale * (pair & 0x0F) + minimum;
      values[to + HALF_BLOCK + index] = scale * (pair >> 4 & 0x0F) + minimum;
    }
  }

  /** d (2 bytes), the fifth bits of all 32 numbers (4 bytes), 16 bytes of halves; centre 16. */
  static void q50(byte[] bytes, int from, float[] values, int to) {
    float scale = half(bytes, from);
    int fifthBits = int16(bytes, from + 2) | int16(bytes, from + 4) << 16;
    for (int index = 0; index < HALF_BLOCK; index++) {
      int pair = bytes[from + 6 + index];
      int low = pair & 0x0F | (fifthBits >>> index & 1) << 4;
      int high = pair >> 4 & 0x0F | (fifthBits >>> index + HALF_BLOCK & 1) << 4;
      values[to + index] = scale * (low - 16);
      values[to + HALF_BLOCK + index] = scale * (high - 16);
    }
  }

  /** d, m (2 bytes each), fifth bits (4 bytes), 16 bytes of halves. */
  static void q51(byte[] bytes, int from, float[] values, int to) {
    float scale = half(bytes, from);
    float minimum = half(bytes, from + 2);
    int fifthBits = int16(bytes, from + 4) | int16(bytes, from + 6) << 16;
    for (int index = 0; index < HALF_BLOCK; index++) {
      int pair = bytes[from + 8 + index];
      int low = pair & 0x0F | (fifthBits >>> index & 1) << 4;
      int high = pair >> 4 & 0x0F | (fifthBits >>> index + HALF_BLOCK & 1) << 4;
      values[to + index] = scale * low + minimum;
      values[to + HALF_BLOCK + index] = scale * high + minimum;
    }
  }

  /** d (2 bytes), 32 signed bytes. */
  static void q80(byte[] bytes, int from, float[] values, int to) {
    float scale = half(bytes, from);
    for (int index = 0; index < 2 * HALF_BLOCK; index++) {
      values[to + index] = scale * bytes[from + 2 + index];
    }
  }
}
