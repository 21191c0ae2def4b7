package io.github.unlearn4j.measure.probes;

import java.util.Locale;

/**
 * ROUGE-L F1 of two texts: the longest common subsequence of their words, as a share of both. Words
 * are runs of letters and digits in lower case, without stemming, as MUSE sets rouge_score.
 */
final class RougeL {
  private RougeL() {}

  /** 0: no word in common (or no word at all), 1: the same words in the same order. */
  static double f1(String expected, String found) {
    String[] one = words(expected);
    String[] other = words(found);
    int common = commonSubsequence(one, other);
    return common == 0 ? 0 : 2.0 * common / (one.length + other.length);
  }

  private static String[] words(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    return plain.isEmpty() ? new String[0] : plain.split(" ");
  }

  private static int commonSubsequence(String[] one, String[] other) {
    int[] row = new int[other.length + 1];
    for (String word : one) {
      int diagonal = 0; // the row above, one to the left
      for (int j = 1; j <= other.length; j++) {
        int above = row[j];
        row[j] = word.equals(other[j - 1]) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[other.length];
  }
}
