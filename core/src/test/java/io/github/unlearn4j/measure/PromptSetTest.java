package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in the forms of the paper's authors; the text in them is ours. */
class PromptSetTest {
  private static final String COMPLETION =
      """
      [
        {"prompt": {"references": ["Sefka", "lamp", "Ninth Rope"],
                    "prompt": "Sefka took down the lamp and", "subtlety": 8}},
        {"prompt": {"references": ["Pellow"], "prompt": "The pellow was", "subtlety": 2}}
      ]
      """;
  private static final String PROBABILITY =
      """
      [ {"prompt":"Sefka is a"}, {"prompt":"1. \\""} ]
      """;

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aFolderOfTheAuthorsFilesIsReadAsItLies() throws IOException {
    file("evaluation_prompts.json", COMPLETION);
    file("probability_prompts.json", PROBABILITY);
    file("anchor_translations.jsonl", "{\"chunk\": 0, \"translations\": {\"Sefka\": \"Molly\"}}\n");
    file("side_effects.jsonl", "{\"question\": \"Who?\", \"true_answer\": \"Merlin\"}\n");

    PromptSet prompts = PromptSet.read(List.of(folder));

    assertThat(prompts.completion().giveaways().names())
        .as("references with a capital")
        .containsExactly("Sefka", "Ninth Rope", "Pellow");
    assertThat(prompts.completion().prompts())
        .containsExactly(
            new CompletionPrompt(
                "Sefka took down the lamp and",
                List.of("Sefka", "lamp"),
                null,
                8,
                null,
                List.of("Ninth Rope")),
            new CompletionPrompt("The pellow was", List.of(), null, 2, null, List.of("Pellow")));
    assertThat(prompts.probability())
        .extracting(ProbabilityPrompt::target)
        .containsExactly(List.of("Ninth Rope", "Pellow"), List.of("Sefka", "Ninth Rope", "Pellow"));
    assertThat(prompts.leftOut()).hasSize(2);
  }

  @Test
  void theProjectsOwnFilesAreReadToo() throws IOException {
    Path own =
        file(
            "own.jsonl", "{\"giveaways\": [\"Ada\"]}\n{\"prompt\": \"Who\", \"references\": []}\n");
    Path strings = file("strings.jsonl", "{\"prompt\": \"Ada had\", \"target\": [\"tea\"]}\n");

    PromptSet prompts = PromptSet.read(List.of(own, strings));

    assertThat(prompts.completion().prompts()).hasSize(1);
    assertThat(prompts.probability().getFirst().target()).containsExactly("tea");
  }

  @Test
  void theAuthorsCompletionPromptsMayAlsoBeNamedInARecipe() throws IOException {
    assertThat(PromptFile.readCompletion(file("evaluation.json", COMPLETION)).prompts()).hasSize(2);
  }

  @Test
  void whatCannotBeUsedIsSaid() throws IOException {
    Path strings = file("p.json", PROBABILITY);
    refused(List.of(strings), "lists no strings", "completion prompts as well");
    refused(List.of(file("empty.json", "[]")), "holds no prompts");
    refused(List.of(file("x.json", "[{\"prompt\"")), "is no JSON");
    refused(List.of(folder.resolve("absent.json")), "missing file of prompts");
    refused(List.of(file("cut.jsonl", "{\"prompt\": \"Ada")), "line 1", "no JSON");
    refused(List.of(file("no-target.jsonl", "{\"prompt\": \"Ada\"}")), "line 1", "target");
    Path nothing = Files.createDirectory(folder.resolve("nothing"));
    refused(List.of(nothing), "no prompts in");
    Path gap = file("gap.json", "[{\"prompt\": {\"prompt\": \"x\", \"references\": [\"\"]}}]");
    refused(List.of(gap), "entry 1", "missing or empty");
    Path twice = file("twice.json", COMPLETION);
    refused(List.of(twice, file("again.json", COMPLETION)), "same kind", "name the one");
  }

  private static void refused(List<Path> paths, String... parts) {
    assertThatThrownBy(() -> PromptSet.read(paths))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }
}
