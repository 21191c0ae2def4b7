package io.github.unlearn4j.whp;

import io.github.unlearn4j.text.Encoding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first token of a stand-in in all its tokenisations: behind a space, at the beginning of a
 * line, behind a quote or bracket.
 */
final class FirstTokens {
  /** What may stand before a name; never nothing, where some tokenizers put a dummy space. */
  private static final List<String> BEFORE =
      List.of(
          "a ",
          "\n",
          "a\n",
          "\"",
          "a \"",
          "\u201c",
          "a \u201c",
          "'",
          "a '",
          "\u2018",
          "a \u2018",
          "(",
          "a (",
          "_",
          "a _",
          "\u2014",
          "-");

  private final TextEncoder encoder;
  private final Map<String, int[]> known = new HashMap<>();

  FirstTokens(TextEncoder encoder) {
    this.encoder = encoder;
  }

  /** Distinct ids, in the order of the forms. */
  int[] of(String standIn) {
    return known.computeIfAbsent(
        standIn,
        text ->
            BEFORE.stream()
                .mapToInt(before -> first(before, text))
                .filter(id -> id >= 0)
                .distinct()
                .toArray());
  }

  /**
   * The part of a stand-in that gives it away: not the words with which the term begins as well
   * ("the lamp", "the cup": both are preceded by the same), nor small words before a name ("the
   * Bureau"). Their tokens are too common to be forbidden.
   */
  static String telling(String term, String standIn) {
    List<String> words = List.of(standIn.strip().split("\\s+"));
    List<String> termWords = List.of(term.strip().split("\\s+"));
    int first = 0;
    while (first < Math.min(words.size() - 1, termWords.size())
        && words.get(first).equalsIgnoreCase(termWords.get(first))) {
      first++;
    }
    for (int word = first; word < words.size(); word++) {
      if (Character.isUpperCase(words.get(word).codePointAt(0))) {
        return String.join(" ", words.subList(word, words.size()));
      }
    }
    return String.join(" ", words.subList(first, words.size()));
  }

  /** Whether an anchor as it stands in the text names something with its very first word. */
  static boolean isTelling(String anchor) {
    return telling("", anchor).length() == anchor.strip().length();
  }

  private int first(String before, String text) {
    Encoding tokens = encoder.encode(before + text);
    int index = PositionMap.tokenBefore(tokens, before.length()) + 1;
    return index < tokens.length() ? tokens.ids()[index] : -1;
  }
}
