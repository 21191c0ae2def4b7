package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  @TempDir Path folder;

  @Test
  void aFolderIsReadInOrderOfPathsAndOnlyItsTexts() throws IOException {
    write("b.txt", "second");
    write("a/z.md", "first");
    write("c.JSONL", "{\"text\":\"third\"}\n\n{\"text\":\"fourth\",\"id\":7}\n");
    write("picture.png", "no text");
    write(".hidden.txt", "no text");
    write(".git/notes.txt", "no text");

    List<Document> documents = read(folder);

    assertThat(documents)
        .extracting(Document::text)
        .containsExactly("first", "second", "third", "fourth");
    assertThat(documents.getLast().name()).isEqualTo(folder.resolve("c.JSONL") + ":3");
  }

  @Test
  void aFileGivenTwiceIsReadOnce() throws IOException {
    Path file = write("a.txt", "once");

    assertThat(Corpus.read(List.of(file, folder, file), TextSettings.DEFAULTS)).hasSize(1);
  }

  @Test
  void byteOrderMarkAndForeignLineEndsAreUndone() throws IOException {
    write("a.txt", "\uFEFFone\r\ntwo\rthree\n");
    write("b.jsonl", "\uFEFF{\"text\":\"one\\r\\ntwo\"}\r\n");

    assertThat(read(folder))
        .extracting(Document::text)
        .containsExactly("one\ntwo\nthree\n", "one\ntwo");
  }

  @Test
  void anotherFieldMayHoldTheText() throws IOException {
    write("a.jsonl", "{\"question\":\"Who?\",\"text\":\"no\"}");

    List<Document> documents =
        Corpus.read(List.of(folder), new TextSettings(512, "question", 0.05));

    assertThat(documents).extracting(Document::text).containsExactly("Who?");
  }

  @Test
  void whatIsNotUtf8IsNamedWithItsOffset() throws IOException {
    Files.write(folder.resolve("a.txt"), "caf\u00e9 noir".getBytes(StandardCharsets.ISO_8859_1));

    assertBadInput(folder.resolve("a.txt"))
        .hasMessageContaining("a.txt is not UTF-8: byte 0xE9 at offset 3");
    Files.write(folder.resolve("b.txt"), java.util.Arrays.copyOf("€€€".getBytes("UTF-8"), 8));
    assertBadInput(folder.resolve("b.txt")).hasMessageContaining("byte 0xE2 at offset 6");
  }

  @Test
  void eachBadInputHasItsOwnLine() throws IOException {
    Path empty = write("empty/e.txt", " \n ");
    Path broken = write("broken.jsonl", "{\"text\":\"fine\"}\n{\"text\":\n");
    Path other = write("other.jsonl", "{\"text\":\"fine\"}\n\n{\"body\":\"x\"}\n");
    Path number = write("number.jsonl", "{\"text\":3}\n");
    Path picture = write("pictures/p.png", "x");

    assertThatThrownBy(() -> Corpus.read(List.of(), TextSettings.DEFAULTS))
        .hasMessageContaining("no text given");
    assertBadInput(folder.resolve("nowhere")).hasMessageContaining("no such file or folder");
    assertBadInput(empty).hasMessageContaining("e.txt is empty");
    assertBadInput(broken).hasMessageContaining("broken.jsonl:2 is not JSON");
    assertBadInput(other).hasMessageContaining("other.jsonl:3 has no text in the field \"text\"");
    assertBadInput(number).hasMessageContaining("number.jsonl:1 has no text");
    assertBadInput(picture).hasMessageContaining("is not a text to read");
    assertBadInput(picture.getParent()).hasMessageContaining("no .txt, .md or .jsonl file");
  }

  private AbstractThrowableAssert<?, ?> assertBadInput(Path path) {
    return assertThatThrownBy(() -> read(path))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
              assertThat(error.getMessage()).doesNotContain("\n");
            });
  }

  private static List<Document> read(Path path) {
    return Corpus.read(List.of(path), TextSettings.DEFAULTS);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
