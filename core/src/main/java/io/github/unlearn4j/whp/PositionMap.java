package io.github.unlearn4j.whp;

import io.github.unlearn4j.text.Encoding;
import java.util.Arrays;
import java.util.List;

/**
 * For each token of the original block the token of the translated one that ends at the same place
 * of the shared text, and so predicts what follows it (algorithm 1 of the paper, by characters
 * instead of token patterns). An anchor's last token goes to the stand-in's last token.
 *
 * @param translated index of the translated token, or {@link #NONE}; strictly rising where not none
 * @param insideAnchors positions without one because they end within an anchor
 * @param beforeRepeats positions taken out because they would predict an anchor seen before
 * @param otherEnds positions without one because no translated token ends at their place
 */
public record PositionMap(int[] translated, int insideAnchors, int beforeRepeats, int otherEnds) {
  public static final int NONE = -1;

  /** The map of a block without anchors. */
  static PositionMap identity(int length) {
    int[] translated = new int[length];
    Arrays.setAll(translated, i -> i);
    return new PositionMap(translated, 0, 0, 0);
  }

  /**
   * @param replacements from left to right, not overlapping
   */
  static PositionMap of(Encoding original, Encoding translated, List<Replacement> replacements) {
    return new Alignment(original, translated, replacements).map();
  }

  /**
   * The last token that is complete before the character at {@code place}; −1 if there is none. It
   * is the token that predicts what stands at {@code place}.
   */
  static int tokenBefore(Encoding tokens, int place) {
    int before = -1;
    for (int i = 0; i < tokens.length() && tokens.ends()[i] <= place; i++) {
      // Tokens behind the first with this end hold only part of the character that follows.
      boolean completes = tokens.ends()[i] > (i == 0 ? 0 : tokens.ends()[i - 1]);
      if (completes || tokens.ends()[i] < place) {
        before = i;
      }
    }
    return before;
  }
}
