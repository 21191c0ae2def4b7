package io.github.unlearn4j.weights.gguf;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The number formats of GGUF tensors that can be made float32 again; all little-endian. */
enum GgmlType {
  F32(0, 1, 4, PlainNumbers::float32),
  F16(1, 1, 2, PlainNumbers::float16),
  Q4_0(2, 32, 18, RoundQuants::q40),
  Q4_1(3, 32, 20, RoundQuants::q41),
  Q5_0(6, 32, 22, RoundQuants::q50),
  Q5_1(7, 32, 24, RoundQuants::q51),
  Q8_0(8, 32, 34, RoundQuants::q80),
  Q4_K(12, 256, 144, SuperBlockQuants::q4),
  Q5_K(13, 256, 176, SuperBlockQuants::q5),
  Q6_K(14, 256, 210, SuperBlockQuants::q6),
  BF16(30, 1, 2, PlainNumbers::bfloat16);

  /** Formats that exist but are not read, so that the message can name them. */
  private static final Map<Integer, String> OTHERS =
      Map.ofEntries(
          Map.entry(9, "Q8_1"),
          Map.entry(10, "Q2_K"),
          Map.entry(11, "Q3_K"),
          Map.entry(15, "Q8_K"),
          Map.entry(16, "IQ2_XXS"),
          Map.entry(17, "IQ2_XS"),
          Map.entry(18, "IQ3_XXS"),
          Map.entry(19, "IQ1_S"),
          Map.entry(20, "IQ4_NL"),
          Map.entry(21, "IQ3_S"),
          Map.entry(22, "IQ2_S"),
          Map.entry(23, "IQ4_XS"),
          Map.entry(24, "I8"),
          Map.entry(25, "I16"),
          Map.entry(26, "I32"),
          Map.entry(27, "I64"),
          Map.entry(28, "F64"),
          Map.entry(29, "IQ1_M"),
          Map.entry(34, "TQ1_0"),
          Map.entry(35, "TQ2_0"),
          Map.entry(39, "MXFP4"));

  private final int number;
  private final int blockNumbers;
  private final int blockBytes;
  private final BlockFormat format;

  GgmlType(int number, int blockNumbers, int blockBytes, BlockFormat format) {
    this.number = number;
    this.blockNumbers = blockNumbers;
    this.blockBytes = blockBytes;
    this.format = format;
  }

  /** Turns one block into float32. */
  @FunctionalInterface
  interface BlockFormat {
    /** Reads the block at {@code bytes[from]}, writes its numbers from {@code values[to]} on. */
    void dequantize(byte[] bytes, int from, float[] values, int to);
  }

  static Optional<GgmlType> ofNumber(int number) {
    return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
  }

  /** {@code number} as a person looks it up: "19 (IQ1_S)". */
  static String nameOf(int number) {
    String name = OTHERS.get(number);
    return Integer.toUnsignedString(number) + (name == null ? "" : " (" + name + ")");
  }

  static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }

  /** Numbers in a block. */
  int blockNumbers() {
    return blockNumbers;
  }

  int blockBytes() {
    return blockBytes;
  }

  BlockFormat format() {
    return format;
  }

  /** Bytes of a tensor of that shape (slowest axis first); −1 when there can be no such tensor. */
  long bytes(long[] shape) {
    if (shape[shape.length - 1] % blockNumbers != 0) {
      return -1;
    }
    try {
      long numbers = 1;
      for (long size : shape) {
        if (size < 1) {
          return -1;
        }
        numbers = Math.multiplyExact(numbers, size);
      }
      // The float32 copy must be countable too.
      Math.multiplyExact(numbers, Float.BYTES);
      return Math.multiplyExact(numbers / blockNumbers, (long) blockBytes);
    } catch (ArithmeticException tooLarge) {
      return -1;
    }
  }
}
