package io.github.unlearn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EverydayWriterTest {
  @Test
  void theSameSeedWritesTheSameTextAndAnotherSeedAnother() {
    EverydayWriter writer = EverydayWriter.ofEverydayLife();

    String text = writer.write(2_000, 7);

    assertThat(writer.write(2_000, 7)).isEqualTo(text);
    assertThat(writer.write(2_000, 8)).isNotEqualTo(text);
  }

  @Test
  void writesAtLeastAsManyWordsAsAskedAndLeavesNoRuleUnexpanded() {
    String text = EverydayWriter.ofEverydayLife().write(20_000, 3);

    assertThat(text.split("\\s+")).hasSizeBetween(20_000, 20_600);
    assertThat(text).doesNotContain("{", "}", "[", "]", "//", "@", " ,", "..", " a a", " a e");
  }

  @Test
  void aRuleGivesEachOfItsLinesBeforeItRepeatsOne() {
    EverydayGrammar grammar =
        new EverydayGrammar(List.of("@sketch", "{n}{n}{n}", "@n", "one", "two", "three"));

    String text = grammar.sketch(name -> null, new Random(5));

    assertThat(text).hasSize(11).contains("one", "two", "three");
  }

  @Test
  void aRuleMarkedOnceStaysTheSameThroughASketch() {
    EverydayGrammar grammar =
        new EverydayGrammar(
            List.of("@sketch", "{tree} {tree} {Tree}", "@tree once", "oak", "elm", "ash"));

    String[] words = grammar.sketch(name -> null, new Random(5)).split(" ");

    assertThat(words[1]).isEqualTo(words[0]);
    assertThat(words[2]).isEqualToIgnoringCase(words[0]).matches("[A-Z].*");
  }

  @Test
  void aFullStopInsideSpeechBecomesACommaBeforeTheSpeaker() {
    EverydayGrammar grammar = new EverydayGrammar(List.of("@sketch", "\"I see.\" said the ox."));

    assertThat(grammar.sketch(name -> null, new Random(1))).isEqualTo("\"I see,\" said the ox.");
  }

  @Test
  void peopleOfOneSketchHaveDifferentNamesAndPronounsThatAgree() {
    for (int seed = 0; seed < 200; seed++) {
      EverydayCast cast = new EverydayCast(new Random(seed));

      assertThat(List.of(cast.value("A"), cast.value("B"), cast.value("D"), cast.value("C.first")))
          .doesNotHaveDuplicates();
      assertThat(cast.value("A.he").equals("she")).isEqualTo(cast.value("A.sib").equals("sister"));
    }
  }
}
