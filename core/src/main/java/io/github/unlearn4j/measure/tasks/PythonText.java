package io.github.unlearn4j.measure.tasks;

import java.util.Locale;

/** Python's idea of white space and capitals, by which the reference prepares its texts. */
final class PythonText {
  private PythonText() {}

  static String strip(String text) {
    return stripLeft(text.substring(0, lengthWithoutTrailingSpace(text)));
  }

  static String stripLeft(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  /** How long {@code text} is without the white space at its end. */
  static int lengthWithoutTrailingSpace(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** The first character in title case, all others in lower case. */
  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    return Character.toString(Character.toTitleCase(first))
        + text.substring(Character.charCount(first)).toLowerCase(Locale.ROOT);
  }

  /** Java's white space leaves out the spaces that forbid a line break, and U+0085. */
  private static boolean isSpace(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == '\u0085';
  }
}
