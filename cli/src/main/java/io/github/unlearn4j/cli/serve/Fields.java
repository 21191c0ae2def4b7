package io.github.unlearn4j.cli.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The JSON object of a request, read with complaints that name the parameter. Null is absent. */
final class Fields {
  private static final ObjectReader READER =
      Json.json()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  static Fields parse(String body) {
    JsonNode object;
    try {
      object = READER.readTree(body);
    } catch (JsonProcessingException problem) {
      throw ApiError.of(400, "invalid_json", "the body is no JSON: " + Json.firstLine(problem));
    }
    if (!object.isObject()) {
      throw ApiError.of(400, "invalid_json", "the body must be a JSON object {…}");
    }
    return new Fields(object);
  }

  /** A typing mistake must not be taken for a wish that is granted. */
  void requireKnown(Collection<String> known) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                String near =
                    NearestName.of(name, known).map("; did you mean %s?"::formatted).orElse("");
                throw ApiError.parameter(
                    name, "unknown_parameter", "unknown parameter '%s'%s".formatted(name, near));
              }
            });
  }

  /** The value, or null if it is absent. */
  JsonNode get(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  String text(String name) {
    JsonNode value = get(name);
    if (value == null) {
      throw ApiError.parameter(name, "missing_parameter", name + " is missing");
    }
    if (!value.isTextual()) {
      throw wrong(name, value, "a string");
    }
    return value.textValue();
  }

  boolean flag(String name) {
    JsonNode value = get(name);
    if (value != null && !value.isBoolean()) {
      throw wrong(name, value, "true or false");
    }
    return value != null && value.booleanValue();
  }

  double number(String name, double absent, double minimum, double maximum) {
    JsonNode value = get(name);
    if (value == null) {
      return absent;
    }
    double number = value.doubleValue();
    if (!value.isNumber() || number < minimum || number > maximum) {
      throw wrong(name, value, "a number from %s to %s".formatted(minimum, maximum));
    }
    return number;
  }

  long integer(String name, long absent, long minimum, long maximum) {
    JsonNode value = get(name);
    if (value == null) {
      return absent;
    }
    boolean fits = value.isIntegralNumber() && value.canConvertToLong();
    if (!fits || value.longValue() < minimum || value.longValue() > maximum) {
      throw wrong(name, value, "a whole number from %d to %d".formatted(minimum, maximum));
    }
    return value.longValue();
  }

  /** A string or an array of strings; none of them empty. */
  List<String> texts(String name, int most) {
    JsonNode value = get(name);
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    String expected = "a string or an array of at most %d strings, none empty".formatted(most);
    if (!value.isTextual() && !value.isArray() || value.size() > most) {
      throw wrong(name, value, expected);
    }
    for (JsonNode item : value.isTextual() ? List.of(value) : value) {
      if (!item.isTextual() || item.textValue().isEmpty()) {
        throw wrong(name, value, expected);
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  static ApiError wrong(String name, JsonNode value, String expected) {
    String shown = value.toString();
    return ApiError.parameter(
        name,
        "%s is %s but must be %s"
            .formatted(name, shown.length() > 80 ? shown.substring(0, 80) + "…" : shown, expected));
  }
}
