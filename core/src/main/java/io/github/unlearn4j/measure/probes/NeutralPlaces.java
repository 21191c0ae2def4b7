package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.EvenSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Places in text that is not of the target where a name comes next. */
final class NeutralPlaces {
  private static final int LONGEST = 64;
  private static final int SHORTEST = 32;

  private NeutralPlaces() {}

  /** Texts of 32 to 64 tokens that stop before a capital in the middle of a sentence. */
  static List<String> of(ProbeContext context, int count) {
    List<String> places = new ArrayList<>();
    for (int[] document : context.texts().comparison()) {
      for (int start = 0; start + LONGEST <= document.length; start += LONGEST) {
        int end = name(context, document, start);
        if (end > 0) {
          places.add(context.tokenizer().decode(Arrays.copyOfRange(document, start, end)));
        }
      }
    }
    return EvenSample.of(places, count);
  }

  /** Where the last name of a stretch begins; 0: it has none far enough from its start. */
  private static int name(ProbeContext context, int[] document, int start) {
    for (int i = start + LONGEST - 1; i >= start + SHORTEST; i--) {
      // Ġ and ▁ are how vocabularies spell the space before a word.
      boolean capital = context.tokenizer().piece(document[i]).matches("[Ġ▁]\\p{Lu}.*");
      if (capital && context.tokenizer().piece(document[i - 1]).matches(".*\\p{Ll}")) {
        return i;
      }
    }
    return 0;
  }
}
