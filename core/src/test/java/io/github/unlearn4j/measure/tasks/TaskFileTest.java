package io.github.unlearn4j.measure.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskFileTest {
  private static final MultipleChoiceTask ARC = MultipleChoiceTask.named("arc_easy");
  private static final String ITEM =
      "{\"query\": \"Question: What is wet?\", \"choices\": [\"rain\", \"fire\"], \"gold\": 0}\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arc_easy.jsonl",
        "arc_easy_test.jsonl",
        "ARC-Easy-test.jsonl",
        "arc_easy.v1.jsonl"
      })
  void aFileBelongsToATaskByItsName(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), ITEM);
    Files.writeString(folder.resolve("arc_easyish.jsonl"), ITEM);
    Files.writeString(folder.resolve("arc_easy_notes.txt"), "");
    Files.writeString(folder.resolve("arc_challenge.jsonl"), ITEM);

    assertThat(TaskFile.find(ARC, folder)).isEqualTo(file);
  }

  @Test
  void ofSeveralFilesTheOneCalledExactlyLikeTheTaskIsTaken() throws IOException {
    Path exact = Files.writeString(folder.resolve("arc_easy.jsonl"), ITEM);
    Files.writeString(folder.resolve("arc_easy_train.jsonl"), ITEM);
    Files.writeString(folder.resolve("arc_easy_test.jsonl"), ITEM);

    assertThat(TaskFile.find(ARC, folder)).isEqualTo(exact);

    Files.delete(exact);
    assertThatThrownBy(() -> TaskFile.find(ARC, folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("arc_easy_test.jsonl")
        .hasMessageContaining("call the right one arc_easy.jsonl");
  }

  @Test
  void aFolderWithoutTheTaskIsNamed() {
    assertThatThrownBy(() -> TaskFile.find(ARC, folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no items of arc_easy in " + folder);
  }

  @Test
  void aGzippedFileIsReadLikeAPlainOne() throws IOException {
    Path file = folder.resolve("arc_easy.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(("\n" + ITEM).getBytes(StandardCharsets.UTF_8));
    }

    assertThat(TaskFile.read(ARC, TaskFile.find(ARC, folder)))
        .containsExactly(
            ChoiceItem.answers(0, "Question: What is wet?\nAnswer:", List.of("rain", "fire"), 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arc_easy | {\"choices\": [\"a\", \"b\"], \"gold\": 0} | question is missing",
        "arc_easy | {\"query\": \"q\", \"choices\": [\"a\", \"b\"]} | gold is missing",
        "arc_easy | {\"query\": \"q\", \"choices\": [\"a\", \"b\"], \"gold\": 2} | gold is 2 but"
            + " must lie between 0 and 1",
        "arc_easy | {\"query\": \"q\", \"choices\": [\"a\", \"b\"], \"gold\": -1} | gold is -1",
        "arc_easy | {\"query\": \"q\", \"choices\": [\"a\", \"b\"], \"gold\": 0.5} | gold is 0.5"
            + " but must be a whole number",
        "arc_easy | {\"query\": \"q\", \"choices\": [\"a\"], \"gold\": 0} | choices must be a list"
            + " of two",
        "arc_easy | {\"query\": \"q\", \"choices\": [\"a\", \"\"], \"gold\": 0} | choices holds"
            + " \"\"",
        "arc_easy | {\"question\": \"q\", \"choices\": {\"text\": [\"a\", \"b\"], \"label\":"
            + " [\"A\", \"B\"]}, \"answerKey\": \"C\"} | answerKey is 'C' but the labels are [A,"
            + " B]",
        "arc_easy | {\"question\": \"q\", \"choices\": {\"text\": [\"a\", \"b\", \"c\"], \"label\":"
            + " [\"A\", \"B\"]}, \"answerKey\": \"A\"} | 3 texts but 2 labels",
        "winogrande | {\"sentence\": \"no gap\", \"option1\": \"a\", \"option2\": \"b\","
            + " \"answer\": \"1\"} | sentence has no gap",
        "winogrande | {\"sentence\": \"a _ b\", \"option1\": \"a\", \"option2\": \"b\", \"answer\":"
            + " \"3\"} | answer is 3 but must lie between 1 and 2",
        "winogrande | {\"sentence\": \"a _ b\", \"option1\": \"a\", \"option2\": \"b\", \"answer\":"
            + " \"\"} | answer is \"\" but must be a whole number",
        "boolq | {\"query\": \"Passage: p\", \"choices\": [\"no\", \"yes\"], \"gold\": 0} | query"
            + " must read 'Passage: …'",
        "piqa | {\"goal\": \"g\", \"sol1\": \"a\", \"sol2\": 3, \"label\": 0} | sol2 is 3 but must"
            + " be a text",
        "hellaswag | [1] | expected one JSON object",
        "hellaswag | {nonsense | is no JSON",
      })
  void aBadItemIsNamedWithFileAndLine(String name, String line, String complaint)
      throws IOException {
    MultipleChoiceTask task = MultipleChoiceTask.named(name);
    Path file = Files.writeString(folder.resolve(name + ".jsonl"), "\n" + line + "\n");

    assertThatThrownBy(() -> TaskFile.read(task, file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + " line 2")
        .hasMessageContaining(complaint)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void anEmptyFileAndAMisspeltTaskAreToldApart() throws IOException {
    Path file = Files.writeString(folder.resolve("arc_easy.jsonl"), "\n");

    assertThatThrownBy(() -> TaskFile.read(ARC, file)).hasMessageContaining("holds no item");
    assertThatThrownBy(() -> MultipleChoiceTask.named("arc_eazy"))
        .hasMessageContaining("did you mean arc_easy?");
  }
}
