package io.github.unlearn4j.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the head of a safetensors file says, checked in full before any tensor is touched: eight
 * bytes with the length of a JSON object (little endian), that object, then the numbers. The
 * tensors must fill the rest of the file without gap or overlap.
 *
 * @param dataStart where the numbers begin, in bytes from the start of the file
 * @param fileBytes size of the whole file
 */
record SafetensorsHeader(
    Map<String, Place> tensors, Map<String, String> metadata, long dataStart, long fileBytes) {
  /** The limit of the reference implementation; no real header comes near it. */
  private static final long MAXIMUM_HEADER = 100_000_000;

  private static final int LENGTH_BYTES = 8;

  /**
   * Where one tensor lies.
   *
   * @param begin first byte, counted from {@link #dataStart}
   * @param end one past the last byte, counted likewise
   */
  record Place(SafetensorsType type, long[] shape, long begin, long end) {}

  static SafetensorsHeader read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.badInput("missing file: %s; fetch the checkpoint again".formatted(file));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long fileBytes = channel.size();
      if (fileBytes < LENGTH_BYTES) {
        throw damaged(file, "it has %d bytes, too few for a header".formatted(fileBytes));
      }
      long length = read(channel, 0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 0 || length > fileBytes - LENGTH_BYTES) {
        throw damaged(
            file,
            "its header is said to have %s bytes but the file ends after %d"
                .formatted(Long.toUnsignedString(length), fileBytes));
      }
      if (length > MAXIMUM_HEADER) {
        throw damaged(
            file,
            "its header is said to have %d bytes, more than the %d allowed"
                .formatted(length, MAXIMUM_HEADER));
      }
      JsonNode json = parse(file, read(channel, LENGTH_BYTES, (int) length));
      return check(file, json, LENGTH_BYTES + length, fileBytes);
    } catch (IOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(file, problem.getMessage()));
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the file shrank while it was read");
      }
    }
    return buffer.flip();
  }

  private static JsonNode parse(Path file, ByteBuffer bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      JsonNode json =
          Json.json()
              .reader()
              .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
              .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(text);
      if (!json.isObject()) {
        throw damaged(file, "its header is not a JSON object");
      }
      return json;
    } catch (CharacterCodingException problem) {
      throw damaged(file, "its header is not UTF-8");
    } catch (JsonProcessingException problem) {
      throw damaged(file, "its header is not JSON: " + Json.firstLine(problem));
    }
  }

  private static SafetensorsHeader check(Path file, JsonNode json, long dataStart, long fileBytes) {
    Map<String, Place> tensors = new TreeMap<>();
    Map<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (entry.getKey().equals("__metadata__")) {
        for (Map.Entry<String, JsonNode> pair : entry.getValue().properties()) {
          metadata.put(pair.getKey(), pair.getValue().asText());
        }
      } else {
        tensors.put(entry.getKey(), place(file, entry.getKey(), entry.getValue()));
      }
    }
    checkLayout(file, tensors, fileBytes - dataStart);
    return new SafetensorsHeader(tensors, metadata, dataStart, fileBytes);
  }

  private static Place place(Path file, String name, JsonNode json) {
    SafetensorsType type = type(file, name, json.path("dtype"));
    long[] shape = numbers(file, name, "shape", json.path("shape"));
    long[] offsets = numbers(file, name, "data_offsets", json.path("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw damaged(
          file,
          "tensor %s has data_offsets %s, not a begin and an end"
              .formatted(name, Arrays.toString(offsets)));
    }
    long needed = bytes(type, shape);
    if (needed != offsets[1] - offsets[0]) {
      throw damaged(
          file,
          "tensor %s lies at bytes %d to %d but %s of shape %s takes %s"
              .formatted(
                  name,
                  offsets[0],
                  offsets[1],
                  type,
                  Arrays.toString(shape),
                  needed < 0 ? "more than any file can hold" : needed + " bytes"));
    }
    return new Place(type, shape, offsets[0], offsets[1]);
  }

  private static SafetensorsType type(Path file, String name, JsonNode json) {
    for (SafetensorsType type : SafetensorsType.values()) {
      if (type.name().equals(json.asText())) {
        return type;
      }
    }
    throw UserError.badInput(
        "%s holds tensor %s with the unknown dtype %s; known are %s"
            .formatted(file, name, shortened(json), SafetensorsType.names()));
  }

  private static long[] numbers(Path file, String name, String key, JsonNode json) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : json) {
      if (number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0) {
        numbers.add(number.longValue());
      }
    }
    if (!json.isArray() || numbers.size() != json.size()) {
      throw damaged(
          file,
          "tensor %s has %s %s, not a list of whole numbers".formatted(name, key, shortened(json)));
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  /** Bytes of a tensor of that shape; −1 when they do not fit into 63 bits. */
  static long bytes(SafetensorsType type, long[] shape) {
    try {
      long bytes = type.bytes();
      for (long size : shape) {
        bytes = Math.multiplyExact(bytes, size);
      }
      return bytes;
    } catch (ArithmeticException tooLarge) {
      return -1;
    }
  }

  private static void checkLayout(Path file, Map<String, Place> tensors, long dataBytes) {
    List<Map.Entry<String, Place>> inOrder =
        tensors.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Place> entry) -> entry.getValue().begin)
                    .thenComparingLong(entry -> entry.getValue().end))
            .toList();
    long expected = 0;
    for (Map.Entry<String, Place> entry : inOrder) {
      Place place = entry.getValue();
      if (place.end > dataBytes) {
        throw damaged(
            file,
            "tensor %s ends at byte %d of the numbers but the file holds only %d of them (cut short?)"
                .formatted(entry.getKey(), place.end, dataBytes));
      }
      if (place.begin != expected) {
        throw damaged(
            file,
            "tensor %s begins at byte %d but the one before it ends at %d"
                .formatted(entry.getKey(), place.begin, expected));
      }
      expected = place.end;
    }
    if (expected != dataBytes) {
      throw damaged(
          file,
          "its tensors take %d bytes but %d follow the header".formatted(expected, dataBytes));
    }
  }

  private static String shortened(JsonNode json) {
    String text = json.isMissingNode() ? "(none)" : json.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private static UserError damaged(Path file, String what) {
    return UserError.badInput(
        "%s is not a whole safetensors file: %s; fetch or copy it again".formatted(file, what));
  }
}
