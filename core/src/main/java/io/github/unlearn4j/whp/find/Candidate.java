package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.whp.AnchorKind;
import java.util.List;

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
    return term.endsWith("s") ? term.substring(0, term.length() - 1) : term;
  }
}
