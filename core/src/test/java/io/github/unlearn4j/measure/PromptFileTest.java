package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptFileTest {
  private static final String GOOD = "{\"prompt\": \"Ada had the\", \"target\": [\"lamp\"]}\n";
  private static final String NAMES = "{\"giveaways\": [\"Ada\"]}\n";

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("prompts.jsonl"), text);
  }

  private void assertRefused(String text, String... parts) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> PromptFile.readProbability(file))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private void assertCompletionRefused(String text, String... parts) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> PromptFile.readCompletion(file))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void onlyPromptAndTargetAreNeeded() throws IOException {
    List<ProbabilityPrompt> prompts = PromptFile.readProbability(file(GOOD + "\n" + GOOD));

    assertThat(prompts).hasSize(2);
    assertThat(prompts.getFirst())
        .isEqualTo(
            new ProbabilityPrompt("Ada had the", List.of("lamp"), List.of(), null, null, null));
  }

  @Test
  void completionsTakeTheirNamesFromTheFirstLine() throws IOException {
    CompletionPrompts prompts =
        PromptFile.readCompletion(
            file(NAMES + "{\"prompt\": \"Who\", \"references\": [], \"split\": \"tune\"}"));

    assertThat(prompts.giveaways().names()).containsExactly("Ada");
    assertThat(prompts.prompts().getFirst().split()).isEqualTo(PromptHalf.TUNE);
  }

  @Test
  void complaintsNameTheLine() throws IOException {
    assertRefused(GOOD + "\n{\"prompt\": \"x\"}", "line 3", "target is missing");
    assertRefused(GOOD + "{\"target\": [\"x\"]}", "line 2", "prompt is missing");
    assertRefused("{\"prompt\": \" \", \"target\": [\"x\"]}", "line 1", "prompt is empty");
    assertRefused("{\"prompt\": \"x\", \"target\": []}", "line 1", "target is empty");
    assertRefused("{\"prompt\": \"x\", \"target\": [\"\"]}", "line 1", "holds an empty string");
    assertRefused(GOOD + "{\"prompt\": \"x\"", "line 2", "no JSON");
    assertRefused("[1]", "line 1", "expected one JSON object");
    assertRefused(GOOD + "{\"prompt\": \"x\", \"target\": [\"y\"], \"kind\": 1}", "line 2", "kind");
    assertRefused(
        "{\"prompt\": \"x\", \"target\": [\"y\"], \"subtlety\": 11}", "line 1", "11", "1 and 10");
    assertRefused(
        "{\"prompt\": \"x\", \"target\": [\"y\"], \"split\": \"z\"}", "line 1", "split is 'z'");
    assertRefused(
        "{\"prompt\": \"x\", \"target\": \"y\"}", "line 1", "target is of the wrong type");
  }

  @Test
  void aFileWithoutPromptsIsRefused() throws IOException {
    assertRefused("\n", "holds no prompt");
    assertCompletionRefused("", "holds no prompt");
    assertCompletionRefused(NAMES, "holds no prompt");
  }

  @Test
  void theFirstLineOfCompletionPromptsMustListNames() throws IOException {
    assertCompletionRefused("{\"prompt\": \"x\", \"references\": []}", "line 1", "giveaways");
    assertCompletionRefused("{\"giveaways\": []}", "line 1", "giveaways is empty");
    assertCompletionRefused(NAMES + "{\"prompt\": \"x\"}", "line 2", "references is missing");
  }

  @Test
  void aByteOrderMarkIsNoPartOfThePromptsAndOtherEncodingsAreRefused() throws IOException {
    Path marked = folder.resolve("marked.jsonl");
    Files.writeString(marked, "\uFEFF{\"prompt\": \"Ada\", \"target\": [\"tea\"]}");
    assertThat(PromptFile.readProbability(marked)).hasSize(1);

    Path latin = folder.resolve("latin.jsonl");
    Files.writeString(latin, "{\"prompt\": \"Zoë\"}", StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> PromptFile.readProbability(latin))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("not UTF-8: byte 0xEB at offset 14");
  }

  @Test
  void questionsComeAsLinesOrAsTheArrayThatMusePublishes() throws IOException {
    String one = "{\"question\": \"Who?\", \"answer\": \"Ada\"}";
    assertThat(PromptFile.readQuestions(file(one + "\n\n" + one))).hasSize(2);
    assertThat(PromptFile.readQuestions(file("[" + one + ", " + one + "]")))
        .containsOnly(new KnowledgeQuestion("Who?", "Ada"));

    Path gap = file("[" + one + ", {\"question\": \"Who?\"}]");
    assertThatThrownBy(() -> PromptFile.readQuestions(gap))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("entry 2: answer is missing");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> PromptFile.readProbability(folder.resolve("none.jsonl")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none.jsonl");
  }
}
