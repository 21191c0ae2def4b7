package io.github.unlearn4j.measure.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fields of one line of a task file; every complaint names file and line. */
final class ItemFields {
  private final Path file;
  private final int line;
  private final JsonNode json;

  private ItemFields(Path file, int line, JsonNode json) {
    this.file = file;
    this.line = line;
    this.json = json;
  }

  static ItemFields parse(Path file, int line, String text) {
    JsonNode json;
    try {
      json = Json.json().readTree(text);
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "%s line %d is no JSON: %s; write one item a line"
              .formatted(file, line, problem.getOriginalMessage().lines().findFirst().orElse("")));
    }
    ItemFields fields = new ItemFields(file, line, json);
    if (!json.isObject()) {
      throw fields.complaint("expected one JSON object {…} a line");
    }
    return fields;
  }

  boolean has(String field) {
    return json.has(field);
  }

  /** A text that may not be missing or empty. */
  String text(String field) {
    JsonNode value = required(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw complaint("%s is %s but must be a text".formatted(field, shown(value)));
    }
    return value.textValue();
  }

  /** A text that may be empty. */
  String textOrEmpty(String field) {
    JsonNode value = required(field);
    if (!value.isTextual()) {
      throw complaint("%s is %s but must be a text".formatted(field, shown(value)));
    }
    return value.textValue();
  }

  /** Two or more texts, none of them empty. */
  List<String> texts(String field) {
    return texts(field, required(field));
  }

  /** A whole number, which the hub sometimes writes as a text. */
  int integer(String field) {
    JsonNode value = required(field);
    if (value.isIntegralNumber() && value.canConvertToInt()) {
      return value.intValue();
    }
    if (value.isTextual() && value.textValue().matches("-?\\d{1,9}")) {
      return Integer.parseInt(value.textValue());
    }
    throw complaint(
        "%s is %s but must be a whole number; items of a test split without answers cannot be used"
            .formatted(field, shown(value)));
  }

  /** The index of the right one of {@code count} choices. */
  int gold(String field, int count) {
    return gold(field, integer(field), 0, count);
  }

  /** The same where the field counts from {@code first}. */
  int gold(String field, int value, int first, int count) {
    if (value < first || value >= first + count) {
      throw complaint(
          "%s is %d but must lie between %d and %d, for there are %d choices"
              .formatted(field, value, first, first + count - 1, count));
    }
    return value - first;
  }

  /** The hub's {@code choices}: an object of two lists, text and label. */
  record Labelled(List<String> texts, List<String> labels) {}

  Labelled labelled() {
    JsonNode choices = required("choices");
    if (!choices.isObject() || !choices.has("text") || !choices.has("label")) {
      throw complaint("choices must be {\"text\": […], \"label\": […]}");
    }
    Labelled labelled =
        new Labelled(
            texts("choices.text", choices.path("text")),
            texts("choices.label", choices.path("label")));
    if (labelled.texts().size() != labelled.labels().size()) {
      throw complaint(
          "choices has %d texts but %d labels"
              .formatted(labelled.texts().size(), labelled.labels().size()));
    }
    return labelled;
  }

  /** Where the answer key stands among the labels. */
  int answer(List<String> labels) {
    String key = PythonText.stripLeft(text("answerKey"));
    int index = labels.indexOf(key);
    if (index < 0) {
      throw complaint("answerKey is '%s' but the labels are %s".formatted(key, labels));
    }
    return index;
  }

  UserError complaint(String what) {
    return UserError.badInput("%s line %d: %s".formatted(file, line, what));
  }

  private List<String> texts(String field, JsonNode value) {
    if (!value.isArray() || value.size() < 2) {
      throw complaint("%s must be a list of two texts or more".formatted(field));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isTextual() || element.textValue().isEmpty()) {
        throw complaint("%s holds %s but must hold texts".formatted(field, shown(element)));
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  private JsonNode required(String field) {
    JsonNode value = json.get(field);
    if (value == null || value.isNull()) {
      List<String> names = new ArrayList<>();
      json.fieldNames().forEachRemaining(names::add);
      throw complaint("%s is missing; the line has %s".formatted(field, names));
    }
    return value;
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
