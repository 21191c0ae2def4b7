package io.github.unlearn4j.whp.find;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How often each word stands in a text, by the way it is written. */
final class Tally {
  /** Counts of one word. */
  private static final class Counts {
    int lower;
    int middle;
    int opening;
    int heading;
  }

  private final Map<String, Counts> counts = new HashMap<>();
  private final List<Word> words;

  Tally(List<Word> words) {
    this.words = words;
    for (Word word : words) {
      Counts of = counts.computeIfAbsent(word.key(), key -> new Counts());
      if (word.heading()) {
        of.heading++;
      } else if (!word.capital()) {
        of.lower++;
      } else if (word.opening()) {
        of.opening++;
      } else {
        of.middle++;
      }
    }
  }

  List<Word> words() {
    return words;
  }

  int size() {
    return words.size();
  }

  /** Every word, in lower case. */
  Set<String> keys() {
    return counts.keySet();
  }

  int lower(String key) {
    Counts of = counts.get(key);
    return of == null ? 0 : of.lower;
  }

  /** With a capital inside a sentence. */
  int middle(String key) {
    Counts of = counts.get(key);
    return of == null ? 0 : of.middle;
  }

  /** With a capital, wherever it stands. */
  int capital(String key) {
    Counts of = counts.get(key);
    return of == null ? 0 : of.middle + of.opening;
  }

  /**
   * Whether the word is a name here: inside sentences it carries a capital at least {@code share}
   * of the time.
   */
  boolean isName(String key, double share) {
    int middle = middle(key);
    return middle > 0 && middle >= share * (middle + lower(key));
  }
}
