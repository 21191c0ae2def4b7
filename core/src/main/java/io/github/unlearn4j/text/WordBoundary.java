package io.github.unlearn4j.text;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Set;

/**
 * Where words begin and end, in any script; a possessive or contraction does not belong to them.
 */
public final class WordBoundary {
  /** What may follow a name behind an apostrophe: Ada's, Ada'll, ADA'S. */
  private static final Set<String> SUFFIXES = Set.of("s", "d", "ll", "ve", "re", "m", "t");

  private WordBoundary() {}

  public static boolean isApostrophe(int codePoint) {
    return codePoint == '\''
        || codePoint == '\u2019'
        || codePoint == '\u2018'
        || codePoint == '\u02bc';
  }

  /** May a term begin at {@code index}? Not within a word, nor behind the apostrophe of O'Brien. */
  public static boolean before(String text, int index) {
    if (index == 0) {
      return true;
    }
    int previous = text.codePointBefore(index);
    if (joined(previous, text.codePointAt(index))) {
      return false;
    }
    return !(isApostrophe(previous)
        && index > 1
        && joined(text.codePointBefore(index - 1), text.codePointAt(index)));
  }

  /** May a term end at {@code index}? Not within a word, nor before the apostrophe of O'Brien. */
  public static boolean behind(String text, int index) {
    if (index == text.length()) {
      return true;
    }
    int last = text.codePointBefore(index);
    int next = text.codePointAt(index);
    if (joined(last, next)) {
      return false;
    }
    if (!isApostrophe(next) || index + 1 == text.length()) {
      return true;
    }
    int end = index + 1;
    while (end < text.length() && isWord(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    String suffix = text.substring(index + 1, end).toLowerCase(Locale.ROOT);
    return !isWord(last) || suffix.isEmpty() || SUFFIXES.contains(suffix);
  }

  /** Does {@code word} stand in {@code text} as a word or words of its own? */
  public static boolean contains(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (before(text, at) && behind(text, at + word.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean joined(int left, int right) {
    return isWord(left) && isWord(right) && !withoutSpaces(left) && !withoutSpaces(right);
  }

  private static boolean isWord(int codePoint) {
    return Character.isLetterOrDigit(codePoint)
        || switch (Character.getType(codePoint)) {
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              true;
          default -> false;
        };
  }

  /** Scripts that write words without spaces: there every place is a boundary. */
  private static boolean withoutSpaces(int codePoint) {
    if (codePoint < 0x0e00) {
      return false;
    }
    return switch (UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
