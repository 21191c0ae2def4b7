package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WrappedLinesTest {
  private static final String PROSE =
      """
      The lamplighter of Orrin Quay counted his steps twice, once for
      the harbour and once for the sea, and he never came to the same
      number, which did not trouble him in the least.
      """;

  @Test
  void proseIsJoinedAndParagraphsAreOneBlankLineApart() {
    assertThat(unwrap(PROSE + "\n\n\n\nShort.\n\n" + PROSE))
        .isEqualTo(
            Stream.of(PROSE.strip().replace('\n', ' '), "Short.", PROSE.strip().replace('\n', ' '))
                .collect(Collectors.joining("\n\n", "", "\n")));
  }

  @Test
  void verseListsAndHeadingsKeepTheirLines() {
    String verse = "The fog came in\non little feet\nand wanted spoons.\n";
    String indented =
        "     The fog came in on little feet and wanted all of our spoons;\n     it went.\n";
    String list = "Spoons\nForks\nLadders\n";

    assertThat(unwrap(PROSE + "\n" + verse + "\n" + indented + "\n" + list))
        .isEqualTo(
            PROSE.strip().replace('\n', ' ') + "\n\n" + verse + "\n" + indented + "\n" + list);
  }

  @Test
  void aFirstLineMayBeIndentedAndASpaceMaySlipInBehindAQuotation() {
    String text =
        "   "
            + PROSE
            + "\n"
            + "“He never came to the same number, which did him credit indeed,”\n"
            + " said the fog.\n";

    assertThat(unwrap(text))
        .isEqualTo(
            PROSE.strip().replace('\n', ' ')
                + "\n\n"
                + "“He never came to the same number, which did him credit indeed,” said the"
                + " fog.\n");
  }

  @Test
  void aWordBrokenAtItsHyphenAndADashTakeNoSpace() {
    String text =
        PROSE
            + "\n"
            + "The lamplighter of Orrin Quay counted his steps with all his well-\n"
            + "known care, and never once, not even in the great frost of 1893--\n"
            + "which was long--did he lose one.\n";

    assertThat(unwrap(text)).contains("well-known care", "1893--which was");
  }

  @Property(tries = 200)
  void whatAWrapperBrokeIsRestored(
      @ForAll @Size(min = 1, max = 12)
          List<@Size(min = 1, max = 60) List<@IntRange(min = 1, max = 9) Integer>> lengths,
      @ForAll @IntRange(min = 60, max = 75) int width) {
    List<String> paragraphs =
        lengths.stream()
            .map(words -> words.stream().map("x"::repeat).collect(Collectors.joining(" ")))
            .collect(Collectors.toList());
    // Long paragraphs make the width known, as in any book.
    paragraphs.addAll(Collections.nCopies(3, "lamp fog ".repeat(200).strip()));
    String wrapped =
        paragraphs.stream().map(p -> wrap(p, width)).collect(Collectors.joining("\n\n"));

    assertThat(unwrap(wrapped)).isEqualTo(String.join("\n\n", paragraphs) + "\n");
  }

  private static String wrap(String paragraph, int width) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : paragraph.split(" ")) {
      boolean fits = column + 1 + word.length() <= width;
      lines.append(column == 0 ? "" : fits ? " " : "\n").append(word);
      column = column > 0 && fits ? column + 1 + word.length() : word.length();
    }
    return lines.toString();
  }

  private static String unwrap(String text) {
    return WrappedLines.unwrap(text.lines().toList());
  }
}
