package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TermFinderTest {
  private static List<String> found(String text, String... terms) {
    return new TermFinder(List.of(terms))
        .find(text).stream()
            .map(match -> text.substring(match.start(), match.end()) + ":" + match.form())
            .toList();
  }

  @Test
  void theLongestTermWins() {
    assertThat(
            found(
                "The Moor Hall Express to Moor Hall, Moor.",
                "Moor",
                "Moor Hall Express",
                "Moor Hall"))
        .containsExactly("Moor Hall Express:AS_WRITTEN", "Moor Hall:AS_WRITTEN", "Moor:AS_WRITTEN");
  }

  @Test
  void onlyWholeWordsAreFound() {
    assertThat(found("Adams, Adа, Nevada, Ada2, O'Ada, Ada\u0301 and Adas", "Ada")).isEmpty();
    assertThat(found("_Ada_ (Ada) Ada-like “Ada” Ada—Ada", "Ada")).hasSize(6);
  }

  @Test
  void possessivesAndContractionsAreFoundWithoutTheirEnding() {
    assertThat(found("Ada's Ada’s ADA'S Ada' Ada'll", "Ada"))
        .containsExactly(
            "Ada:AS_WRITTEN",
            "Ada:AS_WRITTEN",
            "ADA:UPPER_CASE",
            "Ada:AS_WRITTEN",
            "Ada:AS_WRITTEN");
    assertThat(found("O'Brien and O’Brien", "O", "O'Brien"))
        .containsExactly("O'Brien:AS_WRITTEN", "O’Brien:AS_WRITTEN");
  }

  @Test
  void lineBreaksAndTypographyInsideATermDoNotHideIt() {
    assertThat(
            found(
                "Hog\u2019s\r\n   Head, Hog's\u00a0Head, mid\u2010lamp", "Hog's Head", "mid-lamp"))
        .containsExactly(
            "Hog\u2019s\r\n   Head:AS_WRITTEN",
            "Hog's\u00a0Head:AS_WRITTEN",
            "mid\u2010lamp:AS_WRITTEN");
  }

  @Test
  void headingsAndBeginningsOfSentencesAreFoundInTheirLetters() {
    assertThat(found("THE RED LAMP. The red lamp, the red lamp.", "the red lamp"))
        .containsExactly(
            "THE RED LAMP:UPPER_CASE", "The red lamp:CAPITALISED", "the red lamp:AS_WRITTEN");
    assertThat(found("IT", "IT", "it")).containsExactly("IT:AS_WRITTEN");
    assertThat(TermForm.CAPITALISED.of("the blue lamp")).isEqualTo("The blue lamp");
    assertThat(TermForm.UPPER_CASE.of("Straße")).isEqualTo("STRASSE");
  }

  @Test
  void scriptsWithoutSpacesHaveABoundaryEverywhere() {
    assertThat(found("東京の春", "東京")).containsExactly("東京:AS_WRITTEN");
  }

  @Test
  void termsInsideTermsAreListed() {
    TermFinder finder = new TermFinder(List.of("Ada", "Ada Moor", "Moor", "Moo"));

    assertThat(finder.within("Ada Moor")).containsExactly(0, 1, 2);
    assertThat(finder.count("Ada Moor and Ada")).containsExactly(1, 1, 0, 0);
  }
}
