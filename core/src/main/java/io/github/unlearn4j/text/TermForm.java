package io.github.unlearn4j.text;

import java.util.Locale;

/** In which letters a term was met; its stand-in takes the same. */
public enum TermForm {
  AS_WRITTEN,
  /** A term that is listed in lower case, at the beginning of a sentence. */
  CAPITALISED,
  /** All capitals, as in headings. */
  UPPER_CASE;

  /** {@code text} in these letters. */
  public String of(String text) {
    return switch (this) {
      case AS_WRITTEN -> text;
      case CAPITALISED -> capitalised(text);
      case UPPER_CASE -> text.toUpperCase(Locale.ROOT);
    };
  }

  private static String capitalised(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return Character.toString(Character.toTitleCase(text.codePointAt(0))) + text.substring(first);
  }
}
