package io.github.unlearn4j.whp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a language model answers when asked for {@code translations = {"term": "stand-in"}}.
 * It forgives what models do to JSON: prose and fences around it, line breaks inside it, trailing
 * commas, {@code #} and {@code //} comments, single quotes. A reply that is cut off is no reply.
 */
public final class ReplyParser {
  private static final ObjectMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  private ReplyParser() {}

  /** Terms and stand-ins in the order of the reply; empty if it does not parse. */
  public static Optional<Map<String, List<String>>> parse(String reply) {
    int word = reply.indexOf("translations");
    int open = reply.indexOf('{', Math.max(word, 0));
    if (open < 0) {
      open = reply.indexOf('{');
    }
    if (open < 0) {
      return Optional.empty();
    }
    try {
      return translations(LENIENT.readTree(reply.substring(open)));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** An object whose values are strings or lists of strings; empty if it is anything else. */
  static Optional<Map<String, List<String>>> translations(JsonNode node) {
    JsonNode inner = node.path("translations");
    if (inner.isObject()) {
      return translations(inner);
    }
    if (!node.isObject()) {
      return Optional.empty();
    }
    Map<String, List<String>> read = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      List<String> values = new ArrayList<>();
      for (JsonNode value :
          entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue())) {
        if (!value.isTextual()) {
          return Optional.empty();
        }
        values.add(oneLine(value.textValue()));
      }
      read.put(oneLine(entry.getKey()), values);
    }
    return Optional.of(read);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
