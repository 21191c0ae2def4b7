package io.github.unlearn4j.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The two mappers of the project. Both name a record's {@code learningRate} as {@code
 * learning_rate} and refuse keys they do not know.
 */
public final class Json {
  private static final ObjectMapper JSON = configure(JsonMapper.builder()).build();
  private static final ObjectMapper YAML =
      configure(
              YAMLMapper.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS))
          .build();

  /** Jackson's remark that it does not show the text it could not read. */
  private static final Pattern SOURCE = Pattern.compile("\\[Source: REDACTED \\([^)]*\\); ");

  /** Any JSON object. */
  public static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private Json() {}

  public static ObjectMapper json() {
    return JSON;
  }

  public static ObjectMapper yaml() {
    return YAML;
  }

  /** Reads a JSON file as a tree. */
  public static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.badInput("missing file: " + file);
    }
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(file, firstLine(problem)));
    }
  }

  /** Writes {@code value} as indented JSON, whole or not at all. */
  public static void write(Path file, Object value) {
    AtomicFiles.write(file, toText(value) + "\n");
  }

  /** {@code value} as indented JSON. */
  public static String toText(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** {@code value} on one line, with its end. */
  public static String line(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Reads a file of JSON lines.
   *
   * @param advice what makes the file anew, for the message if it cannot be read
   */
  public static <T> List<T> lines(Path file, Class<T> type, String advice) {
    List<T> values = new ArrayList<>();
    int number = 0;
    try {
      for (String text : Files.readAllLines(file)) {
        number++;
        values.add(JSON.readValue(text, type));
      }
      return values;
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "%s, line %d: %s; %s".formatted(file, number, firstLine(problem), advice));
    } catch (IOException problem) {
      throw UserError.badInput(
          "cannot read %s: %s; %s".formatted(file, firstLine(problem), advice));
    }
  }

  /** The first line of a parser's message, which is where it says what is wrong. */
  public static String firstLine(Exception problem) {
    String message = SOURCE.matcher(String.valueOf(problem.getMessage())).replaceAll("[");
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
    return builder
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  }
}
