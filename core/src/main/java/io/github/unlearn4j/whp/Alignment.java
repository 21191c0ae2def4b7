package io.github.unlearn4j.whp;

import static io.github.unlearn4j.whp.PositionMap.NONE;

import io.github.unlearn4j.text.Encoding;
import io.github.unlearn4j.whp.PositionMap.Gap;
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
  private final Gap[] gaps;
  private int nextReplacement;
  private int shift;
  private int other;

  Alignment(Encoding original, Encoding translated, List<Replacement> replacements) {
    this.original = original;
    this.translated = translated;
    this.replacements = replacements;
    map = new int[original.length()];
    gaps = new Gap[map.length];
    Arrays.fill(map, NONE);
  }

  PositionMap map() {
    for (int from = 0; from < map.length; ) {
      int to = groupEnd(original, from);
      mapGroup(from, to, original.ends()[from]);
      from = to;
    }
    maskBeforeRepeats();
    return new PositionMap(map, gaps);
  }

  private void mapGroup(int from, int to, int end) {
    while (nextReplacement < replacements.size()
        && replacements.get(nextReplacement).end() <= end) {
      shift += replacements.get(nextReplacement++).shift();
    }
    boolean anchorAhead =
        nextReplacement < replacements.size() && replacements.get(nextReplacement).start() <= end;
    if (anchorAhead && replacements.get(nextReplacement).start() < end) {
      Arrays.fill(gaps, from, to, Gap.INSIDE_ANCHOR);
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
    } else if (complete == 1) {
      gaps[from] = Gap.OTHER_END;
    }
    mapParts(from + complete, to, other + complete, otherEnd, anchorAhead);
  }

  /** Parts of one character agree only as a whole. */
  private void mapParts(int from, int to, int otherFrom, int otherTo, boolean anchorAhead) {
    if (from >= to) {
      return;
    }
    if (anchorAhead) {
      Arrays.fill(gaps, from, to, Gap.INSIDE_ANCHOR);
    } else if (otherFrom <= otherTo
        && Arrays.equals(original.ids(), from, to, translated.ids(), otherFrom, otherTo)) {
      for (int i = from; i < to; i++) {
        map[i] = otherFrom + i - from;
      }
    } else {
      Arrays.fill(gaps, from, to, Gap.OTHER_END);
    }
  }

  private void maskBeforeRepeats() {
    for (Replacement replacement : replacements) {
      int before = PositionMap.tokenBefore(original, replacement.start());
      if (replacement.repeated() && before >= 0 && map[before] != NONE) {
        map[before] = NONE;
        gaps[before] = Gap.BEFORE_REPEAT;
      }
    }
  }

  private static int groupEnd(Encoding tokens, int from) {
    int to = from + 1;
    while (to < tokens.length() && tokens.ends()[to] == tokens.ends()[from]) {
      to++;
    }
    return to;
  }
}
