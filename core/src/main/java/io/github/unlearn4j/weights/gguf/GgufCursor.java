package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.base.UserError;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads a GGUF header from front to back and refuses every step that would leave the file. */
final class GgufCursor {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Far above any chat template. */
  private static final int LONGEST_TEXT = 1 << 24;

  private final Path file;
  private final MemorySegment bytes;
  private long position;

  GgufCursor(Path file, MemorySegment bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  Path file() {
    return file;
  }

  long position() {
    return position;
  }

  long remaining() {
    return bytes.byteSize() - position;
  }

  byte int8(String what) {
    return bytes.get(ValueLayout.JAVA_BYTE, advance(1, what));
  }

  short int16(String what) {
    return bytes.get(SHORT, advance(2, what));
  }

  int int32(String what) {
    return bytes.get(INT, advance(4, what));
  }

  long int64(String what) {
    return bytes.get(LONG, advance(8, what));
  }

  /** A number of things, each of which takes at least {@code leastBytes} of what is left. */
  int count(String what, long leastBytes, int most) {
    long count = int64(what);
    if (count < 0 || count > remaining() / leastBytes) {
      throw damaged(
          "%s is %s, more than the %d bytes that follow can hold"
              .formatted(what, Long.toUnsignedString(count), remaining()));
    }
    if (count > most) {
      throw damaged("%s is %d, more than the %d allowed".formatted(what, count, most));
    }
    return (int) count;
  }

  String string(String what) {
    int length = count("the length of " + what, 1, LONGEST_TEXT);
    byte[] text = new byte[length];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, advance(length, what), text, 0, length);
    return new String(text, StandardCharsets.UTF_8);
  }

  UserError damaged(String what) {
    return damaged(file, what);
  }

  static UserError damaged(Path file, String what) {
    return UserError.badInput(
        "%s is not a whole GGUF file: %s; fetch or copy it again".formatted(file, what));
  }

  private long advance(long count, String what) {
    if (count > remaining()) {
      throw damaged("it ends at byte %d, inside %s".formatted(bytes.byteSize(), what));
    }
    long start = position;
    position += count;
    return start;
  }
}
