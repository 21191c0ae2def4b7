package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.text.TermFinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Occurrences of terms in target and retain text, counted as the translation of blocks finds them:
 * the longest term wins, so "Baker Street" is no occurrence of "Baker".
 */
final class TermCounts {
  private final Map<String, Integer> target;
  private final Map<String, Integer> retain;
  private final Keyness keyness;

  TermCounts(List<String> terms, String target, String retain, Keyness keyness) {
    TermFinder finder = new TermFinder(terms);
    this.target = count(finder, target);
    this.retain = count(finder, retain);
    this.keyness = keyness;
  }

  int inTarget(String term) {
    return target.get(term);
  }

  int inRetain(String term) {
    return retain.get(term);
  }

  boolean isParticular(String term) {
    return keyness.isParticular(inTarget(term), inRetain(term));
  }

  /** {@link Keyness#score}, to one decimal. */
  double score(String term) {
    return Math.round(10 * keyness.score(inTarget(term), inRetain(term))) / 10.0;
  }

  private static Map<String, Integer> count(TermFinder finder, String text) {
    int[] counts = finder.count(text);
    Map<String, Integer> byTerm = new HashMap<>();
    for (int i = 0; i < counts.length; i++) {
      byTerm.put(finder.terms().get(i), counts[i]);
    }
    return byTerm;
  }
}
