package io.github.unlearn4j.whp.find;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pairs of common words that the target has in its headings or with capitals, and again and again
 * without ("speckled band"): things its stories are about. The retain text must lack them.
 */
final class TitlePhrases {
  /** A word that makes up more than this share of the target says too little. */
  private static final double FUNCTION_WORD = 0.001;

  private final Tally target;

  private TitlePhrases(Tally target) {
    this.target = target;
  }

  /** The phrases, in lower case, with at least {@code minimumCount} occurrences as such. */
  static List<String> find(Tally target, Tally retain, int minimumCount) {
    TitlePhrases phrases = new TitlePhrases(target);
    Set<String> titles = phrases.pairs(true).keySet();
    Map<String, Integer> plain = phrases.pairs(false);
    Set<String> ordinary = new HashSet<>();
    new TitlePhrases(retain).addAll(ordinary);
    return titles.stream()
        .filter(pair -> plain.getOrDefault(pair, 0) >= minimumCount)
        .filter(pair -> !ordinary.contains(pair))
        .sorted()
        .toList();
  }

  private Map<String, Integer> pairs(boolean capitals) {
    Map<String, Integer> pairs = new HashMap<>();
    List<Word> words = target.words();
    for (int at = 1; at < words.size(); at++) {
      Word first = words.get(at - 1);
      Word second = words.get(at);
      boolean fits =
          second.joined()
              && !first.possessive()
              && isTitle(second) == capitals
              && isTitle(first) == capitals
              && says(first)
              && says(second);
      if (fits) {
        pairs.merge(first.key() + " " + second.key(), 1, Integer::sum);
      }
    }
    return pairs;
  }

  private void addAll(Set<String> pairs) {
    List<Word> words = target.words();
    for (int at = 1; at < words.size(); at++) {
      pairs.add(words.get(at - 1).key() + " " + words.get(at).key());
    }
  }

  private static boolean isTitle(Word word) {
    return word.heading() || word.middleCapital();
  }

  private boolean says(Word word) {
    return word.key().length() > 2
        && target.lower(word.key()) <= FUNCTION_WORD * target.size()
        && !Cues.isHonorific(word.key());
  }
}
