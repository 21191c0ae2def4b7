package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.whp.AnchorKind;
import java.util.List;

/** What the occurrences of one term say about what it names. */
final class Evidence {
  private static final double MOSTLY = 0.5;
  private static final double MOSTLY_PLACE = 0.3;
  private static final double OFTEN = 0.2;

  /** So many more pronouns of a woman tell a name that nothing else tells. */
  private static final int SURE_VOTES = 2;

  final String term;
  final List<Word> words;

  /** Occurrences as a whole run. */
  int alone;

  int given;
  int surname;
  int honorific;
  int miss;
  int the;

  /** "my X", "your X". */
  int owned;

  /** "in X" counts whole, "to X" half, "of X" a quarter. */
  double place;

  /** "the river X". */
  private int headed;

  /** "X said", "X's". */
  int person;

  /** Votes, above 0: female. Honorifics weigh more than pronouns. */
  private int female;

  Evidence(List<Word> words) {
    this.words = words;
    this.term = NameRun.term(words);
  }

  /** Signs that a person bears this name. */
  int personSigns() {
    return 2 * honorific + given + surname + person;
  }

  void addAlone(NameRun run) {
    alone++;
    owned += Cues.OWNERS.contains(run.before()) ? 1 : 0;
    the += run.before().equals("the") ? 1 : 0;
    place += Cues.PLACE_PREPOSITIONS.contains(run.before()) ? 1 : 0;
    place += Cues.WAY_PREPOSITIONS.contains(run.before()) ? 0.5 : 0;
    place += run.before().equals("of") ? 0.25 : 0;
    headed += Cues.PLACE_HEADS.contains(run.before()) ? 1 : 0;
    person += Cues.SAYING.contains(run.after()) || Cues.SAYING.contains(run.before()) ? 1 : 0;
    person += run.possessive() && !run.before().equals("the") ? 1 : 0;
    if (!run.honorific().isEmpty()) {
      honorific++;
      if (run.honorific().equals("miss")) {
        miss++;
      } else if (Cues.BEFORE_GIVEN.contains(run.honorific()) && words.size() == 1) {
        given++;
      } else {
        surname++;
      }
    }
    vote(run);
  }

  /** An occurrence as the first or last word of a person's name. */
  void addPart(NameRun run, boolean first) {
    if (first) {
      given++;
      vote(run);
    } else {
      surname++;
    }
  }

  /** Above 0: a woman; a title tells it by itself. */
  int female() {
    String key = words.getFirst().key();
    int title = Cues.FEMALE_HONORIFICS.contains(key) ? 1 : 0;
    title -= Cues.MALE_HONORIFICS.contains(key) ? 1 : 0;
    return title == 0 ? female : title;
  }

  private void vote(NameRun run) {
    female += run.femaleVotes();
    female += Cues.FEMALE_HONORIFICS.contains(run.honorific()) ? 3 : 0;
    female -= Cues.MALE_HONORIFICS.contains(run.honorific()) ? 3 : 0;
  }

  boolean afterThe() {
    return the > MOSTLY * alone;
  }

  boolean isOwned() {
    return owned > MOSTLY * alone;
  }

  /** The kind; {@code lists} know how names are usually borne. */
  AnchorKind kind(NameLists lists) {
    return words.size() == 1 ? wordKind(lists) : sequenceKind();
  }

  private AnchorKind wordKind(NameLists lists) {
    int usual = lists.usualGender(term);
    if (Cues.isHonorific(words.getFirst().key())) {
      return AnchorKind.TITLE;
    }
    if (headed > 1 && honorific == 0 && headed > person) {
      return AnchorKind.PLACE;
    }
    if (alone > 0 && afterThe() && honorific == 0) {
      return AnchorKind.OBJECT;
    }
    if (personSigns() > 0 && personSigns() >= place) {
      boolean surnameOnly = lists.isSurnameOnly(term) || lists.isPatronymic(term);
      boolean givenName = isGiven(usual, surnameOnly);
      return givenName ? givenName(usual) : AnchorKind.SURNAME;
    }
    if (place > OFTEN * alone) {
      return AnchorKind.PLACE;
    }
    if (lists.isPatronymic(term)) {
      return AnchorKind.SURNAME;
    }
    boolean woman = female >= SURE_VOTES && the == 0;
    return usual == 0 && !woman ? AnchorKind.OTHER : givenName(usual);
  }

  private boolean isGiven(int usual, boolean surnameOnly) {
    int bare = alone - honorific;
    if (surname == 0 && miss > 0) {
      return given > 0 || bare > miss; // "Miss Alice", and "Alice" more often
    }
    if (given == 0 && surname == 0) {
      return !surnameOnly && (usual != 0 || female != 0);
    }
    return given > surname;
  }

  /** Pronouns decide where the library of names is silent; against it, only titles can. */
  private AnchorKind givenName(int usual) {
    int votes = female + usual * (alone + given + 1);
    return votes > 0 ? AnchorKind.GIVEN_NAME_FEMALE : AnchorKind.GIVEN_NAME_MALE;
  }

  private AnchorKind sequenceKind() {
    if (honorific > 0) {
      return AnchorKind.FULL_NAME;
    }
    String last = words.getLast().key();
    String first = words.getFirst().key();
    boolean of = words.stream().anyMatch(word -> word.text().equals("of"));
    if (Cues.ORGANISATION_HEADS.contains(last) || (of && Cues.ORGANISATION_HEADS.contains(first))) {
      return AnchorKind.ORGANISATION;
    }
    if (Cues.PLACE_HEADS.contains(last) || (of && Cues.PLACE_HEADS.contains(first))) {
      return AnchorKind.PLACE;
    }
    if (of && Cues.isHonorific(first)) {
      return AnchorKind.TITLE;
    }
    if (afterThe() || of) {
      return AnchorKind.OBJECT;
    }
    return place > personSigns() && place > MOSTLY_PLACE * alone
        ? AnchorKind.PLACE
        : AnchorKind.FULL_NAME;
  }
}
