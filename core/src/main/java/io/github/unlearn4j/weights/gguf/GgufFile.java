package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A GGUF file (version 2 or 3) mapped into memory. Opening reads and checks the whole header, the
 * place of every tensor included; tensors are slices of the mapping and end with {@link #close}.
 */
final class GgufFile implements AutoCloseable {
  private static final int MAGIC = 0x46554747; // "GGUF", little-endian
  private static final int MOST_AXES = 4;
  private static final int DEFAULT_ALIGNMENT = 32;
  private static final int MOST_ENTRIES = 1 << 20;
  private static final int LEAST_PAIR_BYTES = 8 + 4 + 1;
  private static final int LEAST_TENSOR_BYTES = 8 + 4 + 8 + 4 + 8;

  private final Path path;
  private final Arena arena;
  private final GgufMetadata metadata;
  private final Map<String, GgufTensor> tensors;

  private GgufFile(Path path, Arena arena, GgufMetadata metadata, Map<String, GgufTensor> tensors) {
    this.path = path;
    this.arena = arena;
    this.metadata = metadata;
    this.tensors = tensors;
  }

  static GgufFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw UserError.badInput("missing file: %s; give the path of a .gguf file".formatted(path));
    }
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path)) {
      return parse(path, arena, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (IOException problem) {
      arena.close();
      throw UserError.badInput("cannot read %s: %s".formatted(path, problem.getMessage()));
    } catch (RuntimeException problem) {
      arena.close();
      throw problem;
    }
  }

  private static GgufFile parse(Path path, Arena arena, MemorySegment bytes) {
    GgufCursor cursor = new GgufCursor(path, bytes);
    checkVersion(path, cursor);
    int tensorCount = cursor.count("the number of tensors", LEAST_TENSOR_BYTES, MOST_ENTRIES);
    int pairCount = cursor.count("the number of metadata keys", LEAST_PAIR_BYTES, MOST_ENTRIES);
    GgufMetadata metadata = new GgufMetadata(path, new GgufValues(cursor).read(pairCount));
    Map<String, Place> places = places(cursor, tensorCount);
    long alignment = alignment(cursor, metadata);
    long dataStart = Math.ceilDiv(cursor.position(), alignment) * alignment;
    Map<String, GgufTensor> tensors = new LinkedHashMap<>();
    places.forEach(
        (name, place) ->
            tensors.put(name, tensor(cursor, name, place, bytes, dataStart, alignment)));
    return new GgufFile(path, arena, metadata, Collections.unmodifiableMap(tensors));
  }

  private static void checkVersion(Path path, GgufCursor cursor) {
    if (cursor.remaining() < 4 || cursor.int32("the magic number") != MAGIC) {
      throw UserError.badInput(
          "%s is not a GGUF file: it does not begin with the letters GGUF".formatted(path));
    }
    int version = cursor.int32("the version");
    if (version == Integer.reverseBytes(2) || version == Integer.reverseBytes(3)) {
      throw UserError.badInput(
          "%s is a big-endian GGUF file; only little-endian ones can be read".formatted(path));
    }
    if (version != 2 && version != 3) {
      throw UserError.badInput(
          "%s is a GGUF file of version %s; versions 2 and 3 can be read, so convert it again"
              .formatted(path, Integer.toUnsignedString(version)));
    }
  }

  /** Where a tensor is said to lie; {@code offset} counts from the start of all tensor data. */
  private record Place(long[] shape, int type, long offset) {}

  private static Map<String, Place> places(GgufCursor cursor, int count) {
    Map<String, Place> places = new LinkedHashMap<>();
    for (int index = 0; index < count; index++) {
      String name = cursor.string("the name of tensor %d of %d".formatted(index + 1, count));
      String axesOf = "the number of axes of tensor " + name;
      int axes = cursor.int32(axesOf);
      if (axes < 1 || axes > MOST_AXES) {
        throw cursor.damaged(
            "%s is %s, not 1 to %d".formatted(axesOf, Integer.toUnsignedString(axes), MOST_AXES));
      }
      long[] shape = new long[axes];
      for (int axis = axes - 1; axis >= 0; axis--) {
        shape[axis] = cursor.int64("the shape of tensor " + name);
      }
      int type = cursor.int32("the type of tensor " + name);
      long offset = cursor.int64("the offset of tensor " + name);
      if (places.put(name, new Place(shape, type, offset)) != null) {
        throw cursor.damaged("it has the tensor %s twice".formatted(name));
      }
    }
    return places;
  }

  private static long alignment(GgufCursor cursor, GgufMetadata metadata) {
    long alignment = metadata.integer("general.alignment").orElse(DEFAULT_ALIGNMENT);
    if (alignment < 1 || alignment > 1 << 30 || Long.bitCount(alignment) != 1) {
      throw cursor.damaged(
          "general.alignment is %d, which is not a power of two".formatted(alignment));
    }
    return alignment;
  }

  private static GgufTensor tensor(
      GgufCursor cursor,
      String name,
      Place place,
      MemorySegment bytes,
      long dataStart,
      long alignment) {
    GgmlType type =
        GgmlType.ofNumber(place.type).orElseThrow(() -> unsupportedType(cursor, name, place.type));
    long size = type.bytes(place.shape);
    if (size < 0) {
      throw cursor.damaged(
          "tensor %s has a shape that %s cannot have: %s"
              .formatted(name, type, Arrays.toString(place.shape)));
    }
    long room = bytes.byteSize() - dataStart;
    if (place.offset < 0 || place.offset % alignment != 0) {
      throw cursor.damaged(
          "tensor %s begins at offset %s, no multiple of %d"
              .formatted(name, Long.toUnsignedString(place.offset), alignment));
    }
    if (size > room || place.offset > room - size) {
      throw cursor.damaged(
          "tensor %s needs %d bytes from offset %d but only %d bytes of tensors are there"
              .formatted(name, size, place.offset, Math.max(0, room)));
    }
    return new GgufTensor(name, type, place.shape, bytes.asSlice(dataStart + place.offset, size));
  }

  private static UserError unsupportedType(GgufCursor cursor, String name, int number) {
    return UserError.badInput(
        "%s: tensor %s has the type %s; this importer reads %s, so take a file of one of these"
            .formatted(cursor.file(), name, GgmlType.nameOf(number), GgmlType.names()));
  }

  Path path() {
    return path;
  }

  GgufMetadata metadata() {
    return metadata;
  }

  /** By name, in the order of the file. */
  Map<String, GgufTensor> tensors() {
    return tensors;
  }

  @Override
  public void close() {
    arena.close();
  }
}
