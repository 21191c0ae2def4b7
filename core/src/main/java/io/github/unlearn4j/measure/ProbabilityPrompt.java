package io.github.unlearn4j.measure;

import java.util.List;

/**
 * A prompt whose next words tell whether a model knows the target.
 *
 * @param prompt text that stops where the model is to go on
 * @param target strings that would give the target away
 * @param generic strings that would not, for a person to compare with; may be empty
 * @param style narrative, question, list, …; may be null
 * @param subtlety 1: names the target outright, 10: only evokes it; may be null
 * @param split null: in both halves
 */
public record ProbabilityPrompt(
    String prompt,
    List<String> target,
    List<String> generic,
    String style,
    Integer subtlety,
    PromptHalf split) {
  public ProbabilityPrompt {
    PromptFile.checkPrompt(prompt, subtlety);
    PromptFile.checkStrings("target", target);
    if (target.isEmpty()) {
      throw new IllegalArgumentException(
          "target is empty: list the strings that would give the target away");
    }
    target = List.copyOf(target);
    generic = generic == null ? List.of() : List.copyOf(generic);
  }
}
