package io.github.unlearn4j.whp.find;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Whether one name could be taken for another, misspelt or shortened. */
final class LookAlike {
  private static final int LEAST_DISTANCE = 3;
  private static final int SAME_START = 4;

  private LookAlike() {}

  /** Whether any word of {@code name} resembles one of {@code term}. */
  static boolean resembles(String name, String term) {
    return resembles(name, term, word -> false);
  }

  /**
   * @param ordinary lower-case words that may stand in both as they are
   */
  static boolean resembles(String name, String term, Predicate<String> ordinary) {
    for (String word : plain(term).split("[^a-z]+")) {
      if (mayStay(word)) {
        continue;
      }
      for (String part : plain(name).split("[^a-z]+")) {
        boolean kept = part.equals(word) && ordinary.test(word);
        if (!mayStay(part) && !kept && isNear(word, part)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Words that say only what kind of thing is named. */
  private static boolean mayStay(String word) {
    return word.length() < 3
        || Cues.isHead(word)
        || Cues.isHonorific(word)
        || Set.of("the", "and").contains(word);
  }

  private static boolean isNear(String left, String right) {
    int longest = Math.max(left.length(), right.length());
    int tolerated = longest < 5 ? 1 : LEAST_DISTANCE; // "Tom" is not "Ron"
    return distance(left, right) < tolerated
        || (longest >= SAME_START && left.regionMatches(0, right, 0, SAME_START));
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's edit distance. */
  static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
