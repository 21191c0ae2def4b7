package io.github.unlearn4j.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A .jsonl file: one JSON object a line, one of its fields the text; blank lines are passed over.
 */
final class JsonLines {
  private JsonLines() {}

  static List<Document> read(Path file, String content, String field) {
    List<Document> documents = new ArrayList<>();
    int number = 0;
    for (String line : content.split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        String name = file + ":" + number;
        documents.add(new Document(name, GutenbergBook.body(text(name, line, field))));
      }
    }
    return documents;
  }

  private static String text(String name, String line, String field) {
    JsonNode object;
    try {
      object = Json.json().readTree(line);
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "%s is not JSON: %s; one object a line is expected"
              .formatted(name, problem.getOriginalMessage().lines().findFirst().orElse("")));
    }
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw UserError.badInput(
          "%s has no text in the field \"%s\"; name the field with text.jsonl_field"
              .formatted(name, field));
    }
    return value.textValue().replace("\r\n", "\n").replace('\r', '\n');
  }
}
