package io.github.unlearn4j.whp;

import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Encoding;
import io.github.unlearn4j.text.TermFinder;
import io.github.unlearn4j.text.TermMatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens that name an anchor by themselves: in the target they begin anchors and, outside of
 * anchors, hardly anything else. A baseline that knows the target well recites its names whatever
 * the names around them are; no generic label is such a token.
 */
final class AnchorTokens {
  /** Fewer occurrences say little about what else the token begins. */
  private static final int FEWEST_STARTS = 3;

  /** A token that also begins other words (" Th") is not one. */
  private static final double SMALLEST_SHARE = 0.9;

  private AnchorTokens() {}

  /**
   * @param target its blocks
   * @param finder of the anchors' terms
   * @return ids in rising order
   */
  static int[] of(List<Block> target, TermFinder finder) {
    Map<Integer, int[]> counts = new HashMap<>(); // id → beginnings of anchors, outside of anchors
    for (Block block : target) {
      Encoding tokens = block.tokens();
      int next = 0;
      for (TermMatch match : finder.find(block.text())) {
        int start = PositionMap.tokenBefore(tokens, match.start()) + 1;
        for (; next < start; next++) {
          counts.computeIfAbsent(tokens.ids()[next], id -> new int[2])[1]++;
        }
        if (FirstTokens.isTelling(block.text().substring(match.start(), match.end()))) {
          counts.computeIfAbsent(tokens.ids()[start], id -> new int[2])[0]++;
        }
        next = Math.max(next, PositionMap.tokenBefore(tokens, match.end()) + 1);
      }
      for (; next < tokens.length(); next++) {
        counts.computeIfAbsent(tokens.ids()[next], id -> new int[2])[1]++;
      }
    }
    return counts.entrySet().stream()
        .filter(entry -> isTelling(entry.getValue()[0], entry.getValue()[1]))
        .mapToInt(Map.Entry::getKey)
        .sorted()
        .toArray();
  }

  private static boolean isTelling(int starts, int elsewhere) {
    return starts >= FEWEST_STARTS && starts >= SMALLEST_SHARE * (starts + elsewhere);
  }
}
