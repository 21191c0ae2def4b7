package io.github.unlearn4j.weights.gguf;

/** The formats without quantisation, and the little-endian numbers inside blocks. */
final class PlainNumbers {
  private PlainNumbers() {}

  static void float32(byte[] bytes, int from, float[] values, int to) {
    values[to] = Float.intBitsToFloat(int16(bytes, from) | int16(bytes, from + 2) << 16);
  }

  static void float16(byte[] bytes, int from, float[] values, int to) {
    values[to] = half(bytes, from);
  }

  static void bfloat16(byte[] bytes, int from, float[] values, int to) {
    values[to] = Float.intBitsToFloat(int16(bytes, from) << 16);
  }

  /** The IEEE half-precision number at {@code bytes[from]}. */
  static float half(byte[] bytes, int from) {
    return Float.float16ToFloat((short) int16(bytes, from));
  }

  /** Two bytes as an unsigned number. */
  static int int16(byte[] bytes, int from) {
    return (bytes[from] & 0xFF) | (bytes[from + 1] & 0xFF) << 8;
  }
}
