package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Counts and scores the terms of a dictionary that came from elsewhere. */
final class Scoring {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Comparator<Anchor> MOST_PARTICULAR_FIRST =
      Comparator.comparingDouble(Anchor::score).reversed().thenComparing(Anchor::term);

  private Scoring() {}

  /** The same anchors with the count and score of each, most particular first. */
  static AnchorDictionary score(AnchorDictionary dictionary, String target, String retain) {
    List<Anchor> anchors = dictionary.anchors();
    TermCounts counts =
        new TermCounts(
            anchors.stream().map(Anchor::term).toList(),
            target,
            retain,
            new Keyness(words(target), words(retain)));
    return new AnchorDictionary(
        anchors.stream()
            .map(anchor -> counted(anchor, counts))
            .sorted(MOST_PARTICULAR_FIRST)
            .toList());
  }

  static long words(String text) {
    return WORD.matcher(text).results().count();
  }

  private static Anchor counted(Anchor anchor, TermCounts counts) {
    String term = anchor.term();
    return new Anchor(
        term,
        anchor.kind(),
        anchor.translations(),
        counts.inTarget(term),
        counts.score(term),
        anchor.keep());
  }
}
