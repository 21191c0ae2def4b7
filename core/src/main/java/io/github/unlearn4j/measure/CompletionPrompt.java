package io.github.unlearn4j.measure;

import java.util.List;

/**
 * A prompt that is completed greedily; the completion is then searched for give-away names.
 *
 * @param references names of the target that the prompt itself holds: they give nothing away
 * @param style narrative, question, list, …; may be null
 * @param subtlety 1: names the target outright, 10: only evokes it; may be null
 * @param split null: in both halves
 */
public record CompletionPrompt(
    String prompt, List<String> references, String style, Integer subtlety, PromptHalf split) {
  public CompletionPrompt {
    PromptFile.checkPrompt(prompt, subtlety);
    PromptFile.checkStrings("references", references);
    references = List.copyOf(references);
  }
}
