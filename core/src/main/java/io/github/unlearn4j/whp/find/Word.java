package io.github.unlearn4j.whp.find;

import java.util.Locale;

/**
 * One word of running text, without a possessive ending.
 *
 * @param text as written: {@code Holmes} for "Holmes's", {@code St.} with its point
 * @param key lower-case {@code text} without the point, under which occurrences are counted
 * @param start first character in the text
 * @param end one past the last character
 * @param possessive whether 's or ' follows
 * @param opening whether a capital here says nothing: start of a sentence, speech, line of verse
 * @param joined whether only blank space parts it from the word before
 * @param heading whether it stands in a heading or in capitals throughout
 */
record Word(
    String text,
    String key,
    int start,
    int end,
    boolean possessive,
    boolean opening,
    boolean joined,
    boolean heading) {

  /** A capital letter in front, and neither the pronoun "I" nor part of a heading. */
  boolean capital() {
    return !heading
        && Character.isUpperCase(text.codePointAt(0))
        && !key.equals("i")
        && !key.startsWith("i'");
  }

  /** A capital that can only be there because the word is a name. */
  boolean middleCapital() {
    return capital() && !opening;
  }

  static String keyOf(String text) {
    String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return plain.toLowerCase(Locale.ROOT).replace('’', '\'');
  }
}
