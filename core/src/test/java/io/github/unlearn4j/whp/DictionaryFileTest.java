package io.github.unlearn4j.whp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DictionaryFileTest {
  @TempDir Path folder;

  @Test
  void theAuthorsRepliesLoadTo1676TermsAndPruneTo1599() {
    String data = System.getProperty("UNLEARN4J_DATA", System.getenv("UNLEARN4J_DATA"));
    Path replies =
        Path.of(data == null ? "../../shared/data" : data)
            .resolve("unlearning/whp/anchor_translations.jsonl");
    assumeThat(replies).as("NOT RUN: the authors' replies are not at hand").exists();

    DictionaryFile read = DictionaryFile.load(replies);

    assertThat(read.replies()).isEqualTo(380);
    assertThat(read.skippedReplies()).isEqualTo(5);
    assertThat(read.mergedTerms()).isEqualTo(1676);
    assertThat(read.dictionary().anchors()).hasSize(1599);
    assertThat(read.dictionary().kept())
        .as("two chapter titles stand for themselves")
        .hasSize(1597);
  }

  @Test
  void repliesAreMergedAndPruned() throws IOException {
    Path file =
        write(
            "replies.jsonl",
            """
            {"translations": {"Ada": "Eve", "Ada's": "Eve's", "Ada’s": "Eve’s", "Ada Moor": "Eve Hill", "--": "x"}}
            {"translations": {"Ada": "Zoe", "Moor": "Hill", "Ada Moor Hall": "The Hall"}, "cut_off": false}
            {"translations": {"Never": "Seen"}, "cut_off": true}

            {"reply": "Sure!\\n```\\ntranslations = {\\n'Ada': 'Eve', # again\\n\\"Oak\\nHall\\": \\"Elm Hall\\",\\n}\\n```\\nDone"}
            {"reply": "translations = {\\"Cut\\": \\"of"}
            """);

    DictionaryFile read = DictionaryFile.load(file);

    assertThat(read.dictionary().anchors())
        .containsExactly(
            Anchor.of("Ada", "Eve", "Zoe"),
            Anchor.of("Moor", "Hill"),
            Anchor.of("Ada Moor Hall", "The Hall"),
            Anchor.of("Oak Hall", "Elm Hall"));
    assertThat(read.summary())
        .isEqualTo("4 terms from 5 replies (2 skipped: cut off or not readable), pruned from 7");
  }

  @Test
  void aPlainObjectIsTakenAsItIs() throws IOException {
    Path file =
        write("own.json", "{\"Ada\": [\"Eve\", \"Zoe\"], \"Ada's\": \"Eve's\", \"X1\": \"X1\"}");

    AnchorDictionary dictionary = DictionaryFile.load(file).dictionary();

    assertThat(dictionary.anchors()).extracting(Anchor::term).containsExactly("Ada", "Ada's", "X1");
    assertThat(dictionary.kept()).extracting(Anchor::term).containsExactly("Ada", "Ada's");
  }

  @Test
  void aFileThatIsNoDictionaryIsRefused() throws IOException {
    for (Map.Entry<String, String> bad :
        List.of(
            Map.entry("list.json", "[1, 2]"),
            Map.entry("number.json", "{\"Ada\": 3}"),
            Map.entry("names.txt", "Ada"),
            Map.entry("other.jsonl", "{\"text\": \"Ada\"}"),
            Map.entry("broken.jsonl", "{"),
            Map.entry("cut.jsonl", "{\"translations\": {\"A\": \"B\"}, \"cut_off\": true}"))) {
      Path file = write(bad.getKey(), bad.getValue());

      assertThatThrownBy(() -> DictionaryFile.load(file))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(bad.getKey());
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
