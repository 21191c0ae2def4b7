package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GutenbergBookTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*** START OF THIS PROJECT GUTENBERG EBOOK THE FOG ***",
        "*** START OF THE PROJECT GUTENBERG EBOOK THE FOG ***",
        "***START OF THE PROJECT GUTENBERG EBOOK THE FOG***",
        "*** Start of this Project Gutenberg E-text the fog ***",
        "*** START OF THIS PROJECT GUTENBERG EBOOK THE FOG,\n"
            + "AND WHAT IT WANTED WITH\n"
            + "THE SPOONS ***",
        "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*",
      })
  void allBeforeAndBehindTheBookGoes(String start) {
    String text =
        "The Project Gutenberg EBook of The Fog\n\nTitle: The Fog\n\n"
            + start
            + "\n\n\nProduced by A. Friend\n\n\nTHE FOG\n\n\n\nIt came in.\n\n\n"
            + "End of the Project Gutenberg EBook of The Fog, by\nA. Friend\n\n"
            + "*** END OF THIS PROJECT GUTENBERG EBOOK THE FOG ***\n\n"
            + "Updated editions\n\n*** START: FULL LICENSE ***\n\nSection 1.\n";

    String body = GutenbergBook.body(text);

    assertThat(body).isEqualTo("Produced by A. Friend\n\nTHE FOG\n\nIt came in.\n");
  }

  @Test
  void aTextThatOnlyMentionsTheProjectStaysAsItIs() {
    String text = "I read Project Gutenberg's\nbooks.\n\n\nEnd of the Project Gutenberg\n";

    assertThat(GutenbergBook.body(text)).isEqualTo(text);
  }

  @Test
  void aBookWithoutItsEndKeepsItsLastParagraph() {
    String text = "*** START OF THIS PROJECT GUTENBERG EBOOK FOG ***\n\nOne.\n\nTwo.\n";

    assertThat(GutenbergBook.body(text)).isEqualTo("One.\n\nTwo.\n");
  }

  @Test
  void realBooksBeginAndEndWithTheBook() {
    Path books = GoldenTokenizers.sharedData().resolve("books");
    Assumptions.assumeTrue(Files.isDirectory(books), "not run: no books at " + books);

    List<Document> documents = Corpus.read(List.of(books), TextSettings.DEFAULTS);

    assertThat(documents).hasSize(16);
    for (Document book : documents) {
      String[] paragraphs = book.text().split("\n\n");
      long broken = java.util.Arrays.stream(paragraphs).filter(p -> p.contains("\n")).count();
      assertThat(book.text())
          .as(book.name())
          .doesNotContain("PROJECT GUTENBERG", "End of Project", "End of the Project", "\n\n\n");
      assertThat(broken * 1.0 / paragraphs.length).as(book.name()).isLessThan(0.15);
    }
    assertThat(documents.getLast().text()).contains("Sherlock Holmes");
  }
}
