package io.github.unlearn4j.whp.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.whp.AnchorKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandInsTest {
  private static final NameLists LISTS = new NameLists();

  private static Candidate candidate(String term, AnchorKind kind, int count) {
    return new Candidate(term, List.of(term.split(" ")), kind, 0, false, count, count);
  }

  private static StandIns standIns(int most, Candidate... candidates) {
    Tally target = new Tally(WordScanner.scan("The pool and the valley. A walk by a pool."));
    return new StandIns(LISTS, target, List.of(candidates), most, name -> 1, 7);
  }

  @Test
  void aTermGetsOneStandInForEverySecondOccurrenceUpToTheLimit() {
    Candidate rare = candidate("Vane", AnchorKind.SURNAME, 3);
    Candidate frequent = candidate("Brackwell", AnchorKind.SURNAME, 90);
    StandIns standIns = standIns(4, frequent, rare);

    assertThat(standIns.anchor(rare).translations()).hasSize(2).doesNotHaveDuplicates();
    assertThat(standIns.anchor(frequent).translations()).hasSize(4).doesNotHaveDuplicates();
    assertThat(standIns(1, frequent).anchor(frequent).translations()).hasSize(1);
  }

  @Test
  void placesWithOneFirstNameShareItsStandInsInTheSameOrder() {
    Candidate pool = candidate("Boscombe Pool", AnchorKind.PLACE, 10);
    Candidate valley = candidate("Boscombe Valley", AnchorKind.PLACE, 10);
    StandIns standIns = standIns(4, pool, valley);

    assertThat(standIns.anchor(valley).translations())
        .isEqualTo(
            standIns.anchor(pool).translations().stream()
                .map(name -> name.replace("Pool", "Valley"))
                .toList());
  }

  @Test
  void aThingWrittenSmallAndInCapitalsStaysOneThing() {
    Candidate small = candidate("copper beeches", AnchorKind.OBJECT, 4);
    Candidate capitals = candidate("Copper Beeches", AnchorKind.OBJECT, 9);
    StandIns standIns = standIns(4, capitals, small);

    assertThat(standIns.anchor(capitals).translations())
        .extracting(String::toLowerCase)
        .isEqualTo(standIns.anchor(small).translations());
    assertThat(standIns.anchor(capitals).translations().getFirst()).matches("[A-Z]\\w+ [A-Z]\\w+");
  }

  @Test
  void aTermMayFollowFromOneThatFollowsFromAnotherInAnyOrder() {
    Candidate order = candidate("Mages Pool", AnchorKind.PLACE, 12);
    Candidate mages = candidate("Mages", AnchorKind.OTHER, 5);
    Candidate mage = candidate("Mage", AnchorKind.TITLE, 9);
    StandIns standIns = standIns(4, order, mages, mage);

    String first = standIns.anchor(mage).translations().getFirst();
    assertThat(standIns.anchor(mages).translations().getFirst()).startsWith(first).endsWith("s");
    assertThat(standIns.anchor(order).translations().getFirst())
        .isEqualTo(standIns.anchor(mages).translations().getFirst() + " Pool");
  }

  @Test
  void aWordInTwoLettersSIsNoPlural() {
    assertThat(candidate("Princess", AnchorKind.TITLE, 3).singular()).isEqualTo("Princess");
    assertThat(candidate("Princes", AnchorKind.TITLE, 3).singular()).isEqualTo("Prince");
  }

  @Test
  void noStandInIsGivenTwiceHoweverManyAreWanted() {
    Candidate[] people = new Candidate[120];
    for (int i = 0; i < people.length; i++) {
      people[i] =
          candidate(
              "Xq" + (char) ('a' + i / 26) + (char) ('a' + i % 26) + "v",
              i % 2 == 0 ? AnchorKind.SURNAME : AnchorKind.GIVEN_NAME_MALE,
              20);
    }
    StandIns standIns = standIns(4, people);

    Set<String> seen = new HashSet<>();
    for (Candidate person : people) {
      standIns.anchor(person).translations().forEach(name -> assertThat(seen.add(name)).isTrue());
    }
    assertThat(seen).noneMatch(name -> name.startsWith("The") || name.startsWith("Mc"));
  }

  @Test
  void traditionalNamesAreKnownByGenderAndPatronymicsAsSurnames() {
    assertThat(LISTS.usualGender("Harold")).isEqualTo(-1);
    assertThat(LISTS.usualGender("Francis")).isEqualTo(-1);
    assertThat(LISTS.usualGender("Sophy")).isEqualTo(1);
    assertThat(List.of("Mawson", "Peterson", "Williams", "Evans")).allMatch(LISTS::isPatronymic);
    assertThat(List.of("Jason", "Holmes", "Silas")).noneMatch(LISTS::isPatronymic);
  }
}
