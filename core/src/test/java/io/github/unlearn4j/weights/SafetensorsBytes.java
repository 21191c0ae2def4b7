package io.github.unlearn4j.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Safetensors files made by hand, right or wrong. */
final class SafetensorsBytes {
  private SafetensorsBytes() {}

  /** A file of {@code header} as given, followed by {@code dataBytes} zeros. */
  static Path write(Path file, String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return write(file, text.length, text, dataBytes);
  }

  static Path write(Path file, long claimedLength, byte[] header, int dataBytes)
      throws IOException {
    byte[] bytes =
        ByteBuffer.allocate(8 + header.length + dataBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(claimedLength)
            .put(header)
            .array();
    return Files.write(file, bytes);
  }
}
