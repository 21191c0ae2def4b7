package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.whp.AnchorKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A term that passed the filters.
 *
 * @param words of the term
 * @param female above 0 if its bearer is a woman, below if a man
 * @param animate whether it speaks, owns things or has a title
 * @param count occurrences in the target, see {@link TermCounts}
 * @param score Dunning's G² against the retain text, see {@link Keyness}
 */
record Candidate(
    String term,
    List<String> words,
    AnchorKind kind,
    int female,
    boolean animate,
    int count,
    double score) {

  static Candidate thing(String phrase) {
    return new Candidate(phrase, List.of(phrase.split(" ")), AnchorKind.OBJECT, 0, false, 0, 0);
  }

  Candidate with(AnchorKind otherKind) {
    return new Candidate(term, words, otherKind, female, animate, count, score);
  }

  Candidate counted(TermCounts counts) {
    return new Candidate(
        term, words, kind, female, animate, counts.inTarget(term), counts.score(term));
  }

  /** The word whose plural this is ("Cunninghams"), or the term itself. */
  String singular() {
    boolean plural = words.size() == 1 && term.endsWith("s") && !term.endsWith("ss");
    return plural ? term.substring(0, term.length() - 1) : term;
  }

  /** Whether the singular is a term that makes plurals; its stand-ins give this one's. */
  boolean isPluralOf(Map<String, AnchorKind> kinds) {
    return !singular().equals(term)
        && Set.of(AnchorKind.SURNAME, AnchorKind.TITLE, AnchorKind.OBJECT)
            .contains(kinds.getOrDefault(singular(), AnchorKind.OTHER));
  }
}
