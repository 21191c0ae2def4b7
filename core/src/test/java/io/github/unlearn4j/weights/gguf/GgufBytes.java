package io.github.unlearn4j.weights.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes GGUF files byte by byte, wrong ones too. */
final class GgufBytes {
  static final int UINT32 = 4;
  static final int FLOAT32 = 6;
  static final int BOOL = 7;
  static final int STRING = 8;
  static final int ARRAY = 9;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A header of version 3. */
  static GgufBytes header(long tensors, long pairs) {
    return new GgufBytes().text("GGUF").int32(3).int64(tensors).int64(pairs);
  }

  GgufBytes text(String letters) {
    bytes.writeBytes(letters.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  GgufBytes int32(int number) {
    bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    return this;
  }

  GgufBytes int64(long number) {
    bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
    return this;
  }

  GgufBytes string(String text) {
    return int64(text.getBytes(StandardCharsets.UTF_8).length).text(text);
  }

  GgufBytes pair(String key, int number) {
    return string(key).int32(UINT32).int32(number);
  }

  GgufBytes pair(String key, String value) {
    return string(key).int32(STRING).string(value);
  }

  GgufBytes tensor(String name, int type, long offset, long... fastestFirst) {
    string(name).int32(fastestFirst.length);
    for (long size : fastestFirst) {
      int64(size);
    }
    return int32(type).int64(offset);
  }

  /** Zeros up to a multiple of {@code alignment}, then {@code count} more. */
  GgufBytes data(int alignment, int count) {
    while (bytes.size() % alignment != 0) {
      bytes.write(0);
    }
    bytes.writeBytes(new byte[count]);
    return this;
  }

  Path write(Path file) {
    try {
      return Files.write(file, bytes.toByteArray());
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
