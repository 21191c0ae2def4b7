package io.github.unlearn4j.measure.prompts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One prompt as a model wrote it, not yet checked.
 *
 * @param answers what a reader of the target would go on with
 * @param subtlety null: none from 1 to 10 was given
 */
record WrittenPrompt(String prompt, List<String> answers, Integer subtlety) {

  /**
   * Every JSON object with a prompt in a reply, whatever stands around it; a reply that is cut off
   * gives those before the cut.
   */
  static List<WrittenPrompt> in(String reply) {
    List<WrittenPrompt> prompts = new ArrayList<>();
    for (int open = reply.indexOf('{'); open >= 0; ) {
      int next = open + 1;
      try (JsonParser parser = Json.json().createParser(reply.substring(open))) {
        JsonNode object = parser.readValueAsTree();
        if (object.path("prompt").isTextual()) {
          prompts.add(of(object));
          next = open + Math.toIntExact(parser.currentLocation().getCharOffset());
        }
      } catch (JsonProcessingException notJson) {
        // A brace of prose, or of an object that is cut off: what is inside may still be whole.
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
      open = reply.indexOf('{', next);
    }
    return prompts;
  }

  private static WrittenPrompt of(JsonNode object) {
    List<String> answers = new ArrayList<>();
    JsonNode given = object.path("answers");
    for (JsonNode answer : given.isArray() ? given : List.of(given)) {
      String text = oneLine(answer.asText(""));
      if (!text.isEmpty() && !answers.contains(text)) {
        answers.add(text);
      }
    }
    int subtlety = object.path("subtlety").asInt(0);
    return new WrittenPrompt(
        oneLine(object.path("prompt").textValue()).replaceFirst("\\s*(…|\\.{3,}|_{2,})\\.?$", ""),
        answers,
        subtlety >= 1 && subtlety <= 10 ? subtlety : null);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
