package io.github.unlearn4j.measure.judge;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.unlearn4j.measure.PromptHalf;
import java.util.List;

/**
 * One completion and what the judge made of it; a line of {@code measure/judge.details.jsonl}.
 *
 * @param model whose completion it is: baseline, unlearned, …
 * @param split of the prompt; null: in both halves
 * @param references what the judge was shown of the target
 * @param grade null: the reply could not be read
 * @param reply only where it could not be read
 * @param secondGrade answer to the second question; null: not asked, or not readable
 * @param askedTwice whether it was among those graded twice
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgedCompletion(
    String model,
    String prompt,
    PromptHalf split,
    String completion,
    List<String> references,
    Grade grade,
    String reply,
    Grade secondGrade,
    boolean askedTwice) {

  @JsonIgnore
  public boolean isReadable() {
    return grade != null;
  }
}
