package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The key-value pairs of a GGUF header. A value is a {@code Long}, {@code Double}, {@code Boolean},
 * {@code String}, {@code long[]}, {@code double[]} or a {@code List}.
 */
final class GgufMetadata {
  private final Path file;
  private final Map<String, Object> values;

  GgufMetadata(Path file, Map<String, Object> values) {
    this.file = file;
    this.values = Map.copyOf(values);
  }

  Set<String> keys() {
    return values.keySet();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<String> text(String key) {
    return value(key, String.class, "a text");
  }

  String requiredText(String key) {
    return text(key).orElseThrow(() -> missing(key));
  }

  Optional<Boolean> flag(String key) {
    return value(key, Boolean.class, "true or false");
  }

  OptionalLong integer(String key) {
    Optional<Long> number = value(key, Long.class, "a whole number");
    return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
  }

  /** A size that a model is built from: at least 1 and within 31 bits. */
  int size(String key) {
    long number = integer(key).orElseThrow(() -> missing(key));
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw UserError.badInput("%s says %s = %d, which is no size".formatted(file, key, number));
    }
    return (int) number;
  }

  int sizeOr(String key, int fallback) {
    return has(key) ? size(key) : fallback;
  }

  /** A floating point number; those stored in 32 bits get the shortest decimal that means them. */
  OptionalDouble decimal(String key) {
    Optional<Double> number = value(key, Double.class, "a decimal number");
    if (number.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!Double.isFinite(number.get())) {
      throw UserError.badInput("%s says %s = %s".formatted(file, key, number.get()));
    }
    return OptionalDouble.of(number.get());
  }

  Optional<List<String>> texts(String key) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return Optional.of(list.stream().map(String.class::cast).toList());
    }
    throw wrongType(key, "a list of texts");
  }

  Optional<long[]> integers(String key) {
    return value(key, long[].class, "a list of whole numbers");
  }

  Optional<double[]> decimals(String key) {
    return value(key, double[].class, "a list of decimal numbers");
  }

  UserError missing(String key) {
    return UserError.badInput(
        "%s does not say %s, so the model cannot be rebuilt; convert it again with a recent llama.cpp"
            .formatted(file, key));
  }

  private <T> Optional<T> value(String key, Class<T> type, String kind) {
    Object value = values.get(key);
    if (value != null && !type.isInstance(value)) {
      throw wrongType(key, kind);
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  private UserError wrongType(String key, String kind) {
    return UserError.badInput(
        "%s holds under %s something that is not %s, as this importer expects it"
            .formatted(file, key, kind));
  }
}
