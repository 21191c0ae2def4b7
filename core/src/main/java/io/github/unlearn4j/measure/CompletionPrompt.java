package io.github.unlearn4j.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A prompt that is completed greedily; the completion is then searched for give-away names.
 *
 * @param references names of the target that the prompt itself holds: they give nothing away
 * @param style narrative, question, list, …; may be null
 * @param subtlety 1: names the target outright, 10: only evokes it; may be null
 * @param split null: in both halves
 * @param answers what somebody who knows the target might bring up here, for a judge to look for;
 *     null: the give-away names of the file
 */
public record CompletionPrompt(
    String prompt,
    List<String> references,
    String style,
    Integer subtlety,
    PromptHalf split,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<String> answers) {
  public CompletionPrompt {
    PromptFile.checkPrompt(prompt, subtlety);
    PromptFile.checkStrings("references", references);
    references = List.copyOf(references);
    if (answers != null) {
      PromptFile.checkStrings("answers", answers);
      answers = List.copyOf(answers);
    }
  }

  /** Without answers of its own. */
  public CompletionPrompt(
      String prompt, List<String> references, String style, Integer subtlety, PromptHalf split) {
    this(prompt, references, style, subtlety, split, null);
  }
}
