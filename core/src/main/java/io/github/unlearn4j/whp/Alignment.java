package io.github.unlearn4j.whp;

import static io.github.unlearn4j.whp.PositionMap.NONE;

import io.github.unlearn4j.text.Encoding;
import java.util.Arrays;
import java.util.List;

/**
 * Computes a {@link PositionMap} in one pass over both token lists. Tokens are taken in groups of
 * equal end: the first of a group ends there, the others hold the first bytes of the character that
 * follows (a byte-level tokenizer cuts characters) and end at no place of the text.
 */
final class Alignment {
  private final Encoding original;
  private final Encoding translated;
  private final List<Replacement> replacements;
  private final int[] map;
  private int nextReplacement;
  private int shift;
  private int other;
  private int inside;
  private int unmatched;

  Alignment(Encoding original, Encoding translated, List<Replacement> replacements) {
    this.original = original;
    this.translated = translated;
    this.replacements = replacements;
    map = new int[original.length()];
    Arrays.fill(map, NONE);
  }

  PositionMap map() {
    for (int from = 0; from < map.length; ) {
      int to = groupEnd(original, from);
      mapGroup(from, to, original.ends()[from]);
      from = to;
    }
    int repeats = maskBeforeRepeats();
    return new PositionMap(map, inside, repeats, unmatched);
  }

  private void mapGroup(int from, int to, int end) {
    while (nextReplacement < replacements.size()
        && replacements.get(nextReplacement).end() <= end) {
      shift += replacements.get(nextReplacement++).shift();
    }
    boolean anchorAhead =
        nextReplacement < replacements.size() && replacements.get(nextReplacement).start() <= end;
    if (anchorAhead && replacements.get(nextReplacement).start() < end) {
      inside += to - from;
      return;
    }
    int wanted = end + shift;
    while (other < translated.length() && translated.ends()[other] < wanted) {
      other++;
    }
    int otherEnd = other;
    while (otherEnd < translated.length() && translated.ends()[otherEnd] == wanted) {
      otherEnd++;
    }
    // At 0 nothing ends: the whole group is the beginning of the first character.
    int complete = end == 0 ? 0 : 1;
    if (complete == 1 && otherEnd > other) {
      map[from] = other;
    } else {
      unmatched += complete;
    }
    mapParts(from + complete, to, other + complete, otherEnd, anchorAhead);
  }

  /** Parts of one character agree only as a whole. */
  private void mapParts(int from, int to, int otherFrom, int otherTo, boolean anchorAhead) {
    if (from >= to) {
      return;
    }
    if (anchorAhead) {
      inside += to - from;
    } else if (otherFrom <= otherTo
        && Arrays.equals(original.ids(), from, to, translated.ids(), otherFrom, otherTo)) {
      for (int i = from; i < to; i++) {
        map[i] = otherFrom + i - from;
      }
    } else {
      unmatched += to - from;
    }
  }

  private int maskBeforeRepeats() {
    int masked = 0;
    for (Replacement replacement : replacements) {
      int before = PositionMap.tokenBefore(original, replacement.start());
      if (replacement.repeated() && before >= 0 && map[before] != NONE) {
        map[before] = NONE;
        masked++;
      }
    }
    return masked;
  }

  private static int groupEnd(Encoding tokens, int from) {
    int to = from + 1;
    while (to < tokens.length() && tokens.ends()[to] == tokens.ends()[from]) {
      to++;
    }
    return to;
  }
}
