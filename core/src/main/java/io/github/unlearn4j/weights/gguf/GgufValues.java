package io.github.unlearn4j.weights.gguf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the values of GGUF metadata; the numbers are those of {@code gguf_metadata_value_type}. */
final class GgufValues {
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  /** Arrays in arrays in arrays are legal but unheard of; a bound keeps a broken file harmless. */
  private static final int DEEPEST = 4;

  /** Far above any vocabulary. */
  private static final int LONGEST_LIST = 1 << 22;

  /** Fewest bytes of a value of each type. */
  private static final Map<Integer, Integer> BYTES =
      Map.ofEntries(
          Map.entry(0, 1),
          Map.entry(1, 1),
          Map.entry(2, 2),
          Map.entry(3, 2),
          Map.entry(4, 4),
          Map.entry(5, 4),
          Map.entry(6, 4),
          Map.entry(7, 1),
          Map.entry(STRING, 8),
          Map.entry(ARRAY, 12),
          Map.entry(10, 8),
          Map.entry(11, 8),
          Map.entry(12, 8));

  private final GgufCursor cursor;

  GgufValues(GgufCursor cursor) {
    this.cursor = cursor;
  }

  /** {@code count} keys with their values. */
  Map<String, Object> read(int count) {
    Map<String, Object> values = new HashMap<>();
    for (int pair = 0; pair < count; pair++) {
      String key = cursor.string("metadata key %d of %d".formatted(pair + 1, count));
      Object value = value(cursor.int32("the type of " + key), key, 0);
      if (values.put(key, value) != null) {
        throw cursor.damaged("it has the metadata key %s twice".formatted(key));
      }
    }
    return values;
  }

  private Object value(int type, String key, int depth) {
    return switch (type) {
      case 0, 1, 2, 3, 4, 5, 10, 11 -> integer(type, key);
      case 6, 12 -> decimal(type, key);
      case 7 -> cursor.int8(key) != 0;
      case STRING -> cursor.string(key);
      case ARRAY -> array(key, depth + 1);
      default -> throw unknownType(type, key);
    };
  }

  private long integer(int type, String key) {
    return switch (type) {
      case 0 -> Byte.toUnsignedLong(cursor.int8(key));
      case 1 -> cursor.int8(key);
      case 2 -> Short.toUnsignedLong(cursor.int16(key));
      case 3 -> cursor.int16(key);
      case 4 -> Integer.toUnsignedLong(cursor.int32(key));
      case 5 -> cursor.int32(key);
      default -> cursor.int64(key);
    };
  }

  /** A 32-bit number as the decimal that a person wrote: 1e-5 and not 9.999999747378752e-06. */
  private double decimal(int type, String key) {
    return type == 6
        ? Double.parseDouble(Float.toString(Float.intBitsToFloat(cursor.int32(key))))
        : Double.longBitsToDouble(cursor.int64(key));
  }

  private Object array(String key, int depth) {
    int type = cursor.int32("the element type of " + key);
    Integer leastBytes = BYTES.get(type);
    if (leastBytes == null) {
      throw unknownType(type, key);
    }
    if (depth > DEEPEST) {
      throw cursor.damaged("%s nests lists more than %d deep".formatted(key, DEEPEST));
    }
    int count = cursor.count("the length of " + key, leastBytes, LONGEST_LIST);
    return switch (type) {
      case 0, 1, 2, 3, 4, 5, 10, 11 -> integers(type, count, key);
      case 6, 12 -> decimals(type, count, key);
      default -> list(type, count, key, depth);
    };
  }

  private long[] integers(int type, int count, String key) {
    long[] numbers = new long[count];
    for (int index = 0; index < count; index++) {
      numbers[index] = integer(type, key);
    }
    return numbers;
  }

  private double[] decimals(int type, int count, String key) {
    double[] numbers = new double[count];
    for (int index = 0; index < count; index++) {
      // Long lists are scores, which are compared and never printed: no need for short decimals.
      numbers[index] =
          type == 6
              ? Float.intBitsToFloat(cursor.int32(key))
              : Double.longBitsToDouble(cursor.int64(key));
    }
    return numbers;
  }

  private List<Object> list(int type, int count, String key, int depth) {
    List<Object> values = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      values.add(value(type, key, depth));
    }
    return values;
  }

  private RuntimeException unknownType(int type, String key) {
    return cursor.damaged("metadata key %s has the unknown type %d".formatted(key, type));
  }
}
