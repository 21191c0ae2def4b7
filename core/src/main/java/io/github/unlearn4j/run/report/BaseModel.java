package io.github.unlearn4j.run.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of the model that a run began with, for the card of the one it ends with.
 *
 * @param id its name on the hub, OWNER/NAME; null: not known
 * @param card the head of its own card; empty if it has none
 */
public record BaseModel(String id, Map<String, Object> card) {
  private static final Pattern HEAD = Pattern.compile("\\A---\\R(.*?)\\R---\\R", Pattern.DOTALL);
  private static final Pattern HUB_ID =
      Pattern.compile("[A-Za-z0-9_][\\w.-]*/[A-Za-z0-9_][\\w.-]*");

  /** Nothing is known. */
  public static final BaseModel UNKNOWN = new BaseModel(null, Map.of());

  public BaseModel {
    card = new LinkedHashMap<>(card);
  }

  /** Looks into the checkpoint's {@code README.md} and {@code config.json}. */
  public static BaseModel read(Path checkpoint) {
    Path config = checkpoint.resolve("config.json");
    String name = Files.exists(config) ? Json.read(config).path("_name_or_path").asText() : "";
    return new BaseModel(
        HUB_ID.matcher(name).matches() ? name : null, head(checkpoint.resolve("README.md")));
  }

  private static Map<String, Object> head(Path readme) {
    if (!Files.exists(readme)) {
      return Map.of();
    }
    try {
      Matcher head = HEAD.matcher(Files.readString(readme));
      JsonNode fields = head.find() ? Json.yaml().readTree(head.group(1)) : null;
      return fields == null || !fields.isObject()
          ? Map.of()
          : Json.json().convertValue(fields, Json.MAP);
    } catch (JsonProcessingException ofAnotherForm) {
      return Map.of(); // somebody else's file, which nothing depends on
    } catch (IOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(readme, Json.firstLine(problem)));
    }
  }
}
