package io.github.unlearn4j.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.text.WordBoundary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The prompt files of the paper's authors, as they lie in public repositories: JSON arrays of
 * {@code {"prompt": {"prompt", "references", "subtlety"}}} (300, to complete) and of {@code
 * {"prompt"}} (37, for probabilities, whose strings were never published).
 */
final class AuthorsPrompts {
  private AuthorsPrompts() {}

  static boolean isCompletion(JsonNode file) {
    return file.isArray() && file.path(0).path("prompt").path("prompt").isTextual();
  }

  static boolean isProbability(JsonNode file) {
    return file.isArray() && file.path(0).path("prompt").isTextual();
  }

  /**
   * Prompts to complete. References that a prompt holds are its references, the others its answers.
   * There is no list of names that give the target away: it is made of the references of all
   * prompts that are written with a capital.
   */
  static CompletionPrompts completion(Path file, JsonNode array) {
    List<CompletionPrompt> prompts = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    int number = 0;
    for (JsonNode entry : array) {
      number++;
      JsonNode prompt = entry.path("prompt");
      String text = text(file, number, prompt.path("prompt"));
      List<String> held = new ArrayList<>();
      List<String> answers = new ArrayList<>();
      for (JsonNode reference : prompt.path("references")) {
        String name = text(file, number, reference);
        (WordBoundary.contains(text, name) ? held : answers).add(name);
        if (Character.isUpperCase(name.codePointAt(0))) {
          names.add(name);
        }
      }
      Integer subtlety =
          prompt.path("subtlety").isInt() ? prompt.path("subtlety").intValue() : null;
      prompts.add(new CompletionPrompt(text, held, null, subtlety, null, answers));
    }
    return new CompletionPrompts(new Giveaways(List.copyOf(names)), prompts);
  }

  /**
   * Prompts whose strings are all names that would give the target away, less those the prompt
   * holds.
   *
   * @param giveaways names that only somebody who knows the target would say next
   */
  static List<ProbabilityPrompt> probability(Path file, JsonNode array, Giveaways giveaways) {
    List<ProbabilityPrompt> prompts = new ArrayList<>();
    int number = 0;
    for (JsonNode entry : array) {
      number++;
      String text = text(file, number, entry.path("prompt"));
      List<String> strings = new ArrayList<>(giveaways.names());
      strings.removeAll(giveaways.in(text));
      if (strings.isEmpty()) {
        throw complaint(file, number, "the file of completion prompts has no names to look for");
      }
      prompts.add(new ProbabilityPrompt(text, strings, List.of(), null, null, null));
    }
    return prompts;
  }

  /** The file as a tree, or null if it is no JSON array. */
  static JsonNode array(Path file, String content) {
    if (!content.stripLeading().startsWith("[")) {
      return null;
    }
    try {
      JsonNode array = Json.json().readTree(content);
      return array.isArray() ? array : null;
    } catch (JsonProcessingException problem) {
      throw UserError.badInput("%s is no JSON: %s".formatted(file, Json.firstLine(problem)));
    }
  }

  private static String text(Path file, int number, JsonNode node) {
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw complaint(file, number, "a prompt or reference is missing or empty");
    }
    return node.textValue();
  }

  private static UserError complaint(Path file, int number, String what) {
    return UserError.badInput("%s entry %d: %s".formatted(file, number, what));
  }
}
