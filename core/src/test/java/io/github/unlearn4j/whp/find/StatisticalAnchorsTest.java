package io.github.unlearn4j.whp.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.AnchorKind;
import io.github.unlearn4j.whp.AnchorSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatisticalAnchorsTest {
  private static final String STORY =
      """
      CHAPTER I. THE LIGHT AT GREYWATER HALL

      Late on Monday the rain stopped, and Mr. Brackwell came down from the tower of Greywater
      Hall. He had not slept. "Ottoline," he said, "somebody has taken the Ember Lens." At once
      Miss Ottoline Brackwell put on her coat. She did not believe her uncle, but she knew that
      Mr. Brackwell never joked in London or at home.

      They walked to Quillon Street, where old Dr. Pemmican lived. The doctor had once looked
      after the lens himself. When Ottoline knocked, she heard Dr. Pemmican cough behind the door.
      "I saw a light at Greywater Hall," said Pemmican, "and then I saw Roderick Vane run." Had
      Roderick Vane been there? She looked at her uncle. In Quillon Street nobody spoke.

      It was known that Roderick loved money. He had lost all of his own, and Mr. Vane the elder
      would not give him more. On Tuesday they found Roderick in Tarnmouth, at the inn. "The Ember
      Lens is not here," cried Roderick, and he turned out his pockets. But Ottoline's eyes were
      sharp. She pointed at Pemmican's hat. "In Tarnmouth," she said, "a doctor wears no such hat
      in summer." Then Dr. Pemmican sat down, and the Ember Lens rolled from the hat's lining.

      So Roderick went free, and Brackwell took his niece back to Greywater Hall. He wrote to
      Roderick Vane and asked his pardon. The people of Tarnmouth still show the house in Quillon
      Street, and near Tarnmouth the tower's light burns, and the Brackwells are proud of it. God
      knows that the Brackwells never again trusted a doctor, and few doctors the Brackwells. In London nobody heard of it, and in
      London nobody cared. It was said that Ottoline kept the hat. She kept it until Christmas.
      """;

  private static final String ORDINARY =
      """
      On Monday we went to London, and on Tuesday we came home. God help those who live in London
      at Christmas. My uncle knew a doctor in the street who had once been poor. At Christmas the
      rain stopped, and we saw the light of London from the tower. Mr. Smith said that on Monday he
      would go. "In summer," said Mr. Smith, "one wears no hat." So we went home, and God was kind.
      """;

  private static final Map<String, Anchor> ANCHORS = byTerm(find(STORY, ORDINARY));

  private static AnchorDictionary find(String target, String retain) {
    return new StatisticalAnchors(AnchorSettings.DEFAULTS, 7, Optional.empty())
        .find(target, retain, Progress.silent());
  }

  private static Map<String, Anchor> byTerm(AnchorDictionary dictionary) {
    return dictionary.anchors().stream().collect(Collectors.toMap(Anchor::term, a -> a));
  }

  private AnchorKind kind(String term) {
    assertThat(ANCHORS).containsKey(term);
    return ANCHORS.get(term).kind();
  }

  @Test
  void peopleAreFoundWithTheGenderThatTitlesAndPronounsGiveThem() {
    assertThat(kind("Ottoline")).isEqualTo(AnchorKind.GIVEN_NAME_FEMALE);
    assertThat(kind("Roderick")).isEqualTo(AnchorKind.GIVEN_NAME_MALE);
    assertThat(kind("Brackwell")).isEqualTo(AnchorKind.SURNAME);
    assertThat(kind("Pemmican")).isEqualTo(AnchorKind.SURNAME);
    assertThat(kind("Vane")).isEqualTo(AnchorKind.SURNAME);
  }

  @Test
  void placesAndThingsAreFoundAsWhatTheyAre() {
    assertThat(kind("Tarnmouth")).isEqualTo(AnchorKind.PLACE);
    assertThat(kind("Greywater Hall")).isEqualTo(AnchorKind.PLACE);
    assertThat(kind("Quillon Street")).isEqualTo(AnchorKind.PLACE);
    assertThat(kind("Ember Lens")).isEqualTo(AnchorKind.OBJECT);
  }

  @Test
  void wordsOfTheWorldAtLargeAreNoAnchors() {
    assertThat(ANCHORS.keySet())
        .doesNotContain("London", "Monday", "Tuesday", "God", "Christmas", "I", "Mr", "Mr.", "Dr.");
  }

  @Test
  void aFullNameIsLeftToItsWordsSoThatAllFormsAgree() {
    assertThat(ANCHORS.keySet())
        .doesNotContain("Roderick Vane", "Ottoline Brackwell", "Brackwell's");
  }

  @Test
  void countsTakePossessivesAndSentenceStartsIn() {
    assertThat(ANCHORS.get("Ottoline").count()).isEqualTo(5);
    assertThat(ANCHORS.get("Ember Lens").count()).isEqualTo(3);
  }

  @Test
  void thePluralOfASurnameFollowsTheSurname() {
    String family = ANCHORS.get("Brackwell").translations().getFirst();

    assertThat(ANCHORS.get("Brackwells").translations().getFirst()).isEqualTo(family + "s");
  }

  @Test
  void noTwoTermsShareAStandInAndNoneHasANameFromTheStory() {
    Set<String> seen = new HashSet<>();
    String story = STORY.toLowerCase(Locale.ROOT);
    for (Anchor anchor : ANCHORS.values()) {
      for (String translation : anchor.translations()) {
        assertThat(seen.add(translation)).as(translation).isTrue();
        assertThat(story).doesNotContain(translation.toLowerCase(Locale.ROOT));
      }
    }
  }

  @Test
  void aStreetStaysAStreet() {
    assertThat(ANCHORS.get("Quillon Street").translations().getFirst()).endsWith(" Street");
  }

  @Test
  void theSameSeedGivesTheSameDictionary() {
    assertThat(find(STORY, ORDINARY)).isEqualTo(find(STORY, ORDINARY));
  }

  @Test
  void withoutRetainTextNamesAreFoundAllTheSame() {
    assertThat(byTerm(find(STORY, ""))).containsKeys("Ottoline", "Roderick", "Greywater Hall");
  }

  @Test
  void aTermThatTheBaselineOffersAnywhereIsLeftAlone() {
    Expectation baseline = slots -> probabilities(slots, "Tarnmouth", -9, -14);

    Map<String, Anchor> found = byTerm(find(baseline));

    assertThat(found.get("Tarnmouth").keep()).isFalse();
    assertThat(found.get("Tarnmouth").translations()).isNotEmpty();
    assertThat(found.get("Greywater Hall").keep()).isTrue();
  }

  @Test
  void aTermThatOnlyTheTargetCallsForthIsReplaced() {
    Expectation baseline = slots -> probabilities(slots, "Tarnmouth", -3, -25);

    assertThat(byTerm(find(baseline)).get("Tarnmouth").keep()).isTrue();
  }

  @Test
  void peopleAreReplacedHoweverCommonTheirNames() {
    Expectation baseline = slots -> probabilities(slots, "Vane", -1, -1);

    assertThat(byTerm(find(baseline)).get("Vane").keep()).isTrue();
  }

  @Test
  void theBaselineIsAskedWithoutTheNamesOfTheTarget() {
    List<Expectation.Slot> asked = new ArrayList<>();
    find(
        slots -> {
          asked.addAll(slots);
          return probabilities(slots, "", 0, 0);
        });

    assertThat(asked).isNotEmpty();
    assertThat(asked)
        .extracting(Expectation.Slot::before)
        .noneMatch(before -> before.matches("(?s).*(Ottoline|Roderick|Pemmican|Brackwell).*"));
  }

  private static AnchorDictionary find(Expectation baseline) {
    return new StatisticalAnchors(AnchorSettings.DEFAULTS, 7, Optional.of(baseline))
        .find(STORY, ORDINARY, Progress.silent());
  }

  /** One term's log probabilities in the story and elsewhere; all others are never expected. */
  private static double[] probabilities(
      List<Expectation.Slot> slots, String term, double inStory, double elsewhere) {
    return slots.stream()
        .mapToDouble(
            slot ->
                !slot.term().equals(term) ? -99 : slot.before().length() > 30 ? inStory : elsewhere)
        .toArray();
  }

  @Test
  void aTargetWithoutNamesIsRefusedWithWhatToDo() {
    String plain = "it rained and it rained and nobody came. ".repeat(20);

    assertThatThrownBy(() -> find(plain, ORDINARY))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no anchor found")
        .hasMessageContaining("anchors.minimum_count");
  }

  @Test
  void theLimitKeepsTheMostParticular() {
    AnchorSettings three =
        new AnchorSettings(
            AnchorSettings.Source.STATISTICAL, "", 3, 3, 4, false, "", "", "KEY", 1, 300, 1, 0);

    List<Anchor> kept =
        new StatisticalAnchors(three, 7, Optional.empty())
            .find(STORY, ORDINARY, Progress.silent())
            .anchors();

    assertThat(kept)
        .extracting(Anchor::term)
        .isEqualTo(
            find(STORY, ORDINARY).anchors().subList(0, 3).stream().map(Anchor::term).toList());
  }
}
