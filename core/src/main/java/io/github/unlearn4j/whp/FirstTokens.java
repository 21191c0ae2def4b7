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

  private int first(String before, String text) {
    Encoding tokens = encoder.encode(before + text);
    int index = PositionMap.tokenBefore(tokens, before.length()) + 1;
    return index < tokens.length() ? tokens.ids()[index] : -1;
  }
}
