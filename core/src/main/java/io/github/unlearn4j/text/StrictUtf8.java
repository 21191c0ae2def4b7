package io.github.unlearn4j.text;

import io.github.unlearn4j.base.UserError;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** UTF-8 or an error that says where it stops being so: a wrong guess would train on garbage. */
public final class StrictUtf8 {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private StrictUtf8() {}

  /**
   * Text without the byte-order mark that it may begin with.
   *
   * @param file named in the error
   * @throws UserError with the offset of the first byte that is no UTF-8
   */
  public static String decode(Path file, ByteBuffer bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer characters = CharBuffer.allocate(bytes.remaining());
    CoderResult result = decoder.decode(bytes, characters, true);
    if (result.isError()) {
      throw UserError.badInput(
          "%s is not UTF-8: byte 0x%02X at offset %d; convert it to UTF-8 first"
              .formatted(file, bytes.get(bytes.position()), bytes.position()));
    }
    characters.flip();
    boolean marked = characters.hasRemaining() && characters.charAt(0) == BYTE_ORDER_MARK;
    return characters.subSequence(marked ? 1 : 0, characters.length()).toString();
  }
}
