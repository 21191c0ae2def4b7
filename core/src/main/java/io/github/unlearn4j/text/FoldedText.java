package io.github.unlearn4j.text;

import java.util.Arrays;

/**
 * A text in which every run of white space is one space, every apostrophe {@code '} and every
 * hyphen {@code -}, with the way back to the places of the original.
 *
 * @param chars the folded UTF-16 units
 * @param starts for each of them its place in the original
 * @param ends for each of them the place behind it (behind the whole run of white space)
 */
public record FoldedText(char[] chars, int[] starts, int[] ends) {

  static FoldedText of(String text) {
    char[] chars = new char[text.length()];
    int[] starts = new int[text.length()];
    int[] ends = new int[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char folded = fold(text.charAt(i));
      boolean continuesRun = folded == ' ' && length > 0 && chars[length - 1] == ' ';
      if (!continuesRun) {
        chars[length] = folded;
        starts[length] = i;
        length++;
      }
      ends[length - 1] = i + 1;
    }
    return new FoldedText(
        Arrays.copyOf(chars, length), Arrays.copyOf(starts, length), Arrays.copyOf(ends, length));
  }

  /** The same as a string, without white space around it. */
  public static String fold(String text) {
    return new String(of(text.strip()).chars());
  }

  private static char fold(char unit) {
    if (WordBoundary.isApostrophe(unit)) {
      return '\'';
    }
    if (unit == '\u2010' || unit == '\u2011') {
      return '-';
    }
    return Character.isWhitespace(unit) || Character.isSpaceChar(unit) ? ' ' : unit;
  }
}
