package io.github.unlearn4j.measure.prompts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.CompletionPrompt;
import io.github.unlearn4j.measure.Giveaways;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.measure.PromptHalf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@link WritePrompts} came to.
 *
 * @param probability prompts with the strings that give the target away
 * @param giveaways all strings that begin with a capital; all strings, if none does
 * @param completion the same prompts to complete
 * @param thrownAway prompts by the reason why they were thrown away, in words
 * @param replies of the model, one for each passage
 * @param unreadable replies without any prompt
 * @param asked replies that cost a request this time
 */
public record WrittenPrompts(
    List<ProbabilityPrompt> probability,
    Giveaways giveaways,
    List<CompletionPrompt> completion,
    Map<String, Integer> thrownAway,
    int replies,
    int unreadable,
    int asked) {
  public static final String PROBABILITY_FILE = "probability_prompts.jsonl";
  public static final String COMPLETION_FILE = "completion_prompts.jsonl";

  /** A prompt and the half that all prompts of its passage are in. */
  record Kept(WrittenPrompt written, PromptHalf half) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record ProbabilityLine(
      String prompt, List<String> target, Integer subtlety, PromptHalf split) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record CompletionLine(
      String prompt,
      List<String> references,
      Integer subtlety,
      PromptHalf split,
      List<String> answers) {}

  static WrittenPrompts of(
      List<Kept> kept, Map<String, Integer> thrownAway, int replies, int unreadable, int asked) {
    Set<String> strings = new LinkedHashSet<>();
    kept.forEach(one -> strings.addAll(one.written().answers()));
    List<String> names =
        strings.stream().filter(text -> Character.isUpperCase(text.codePointAt(0))).toList();
    Giveaways giveaways = new Giveaways(names.isEmpty() ? List.copyOf(strings) : names);
    List<ProbabilityPrompt> probability = new ArrayList<>();
    List<CompletionPrompt> completion = new ArrayList<>();
    for (Kept one : kept) {
      WrittenPrompt written = one.written();
      probability.add(
          new ProbabilityPrompt(
              written.prompt(),
              written.answers(),
              List.of(),
              null,
              written.subtlety(),
              one.half()));
      completion.add(
          new CompletionPrompt(
              written.prompt(),
              giveaways.in(written.prompt()),
              null,
              written.subtlety(),
              one.half(),
              written.answers()));
    }
    return new WrittenPrompts(
        probability, giveaways, completion, thrownAway, replies, unreadable, asked);
  }

  /** Writes both files of prompts into a folder. */
  public void save(Path folder) {
    StringBuilder lines = new StringBuilder();
    for (ProbabilityPrompt prompt : probability) {
      lines.append(
          Json.line(
              new ProbabilityLine(
                  prompt.prompt(), prompt.target(), prompt.subtlety(), prompt.split())));
    }
    AtomicFiles.write(folder.resolve(PROBABILITY_FILE), lines.toString());
    lines.setLength(0);
    lines.append(Json.line(Map.of("giveaways", giveaways.names())));
    for (CompletionPrompt prompt : completion) {
      lines.append(
          Json.line(
              new CompletionLine(
                  prompt.prompt(),
                  prompt.references(),
                  prompt.subtlety(),
                  prompt.split(),
                  prompt.answers())));
    }
    AtomicFiles.write(folder.resolve(COMPLETION_FILE), lines.toString());
  }
}
