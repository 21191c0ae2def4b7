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
 * @param gaps why there is none, by position; null where there is one
 */
public record PositionMap(int[] translated, Gap[] gaps) {
  public static final int NONE = -1;

  /** Why a position goes nowhere. */
  public enum Gap {
    /** It ends within an anchor. */
    INSIDE_ANCHOR,
    /** It would predict an anchor seen before, and was taken out. */
    BEFORE_REPEAT,
    /** No translated token ends at its place. */
    OTHER_END
  }

  public int insideAnchors() {
    return count(Gap.INSIDE_ANCHOR);
  }

  public int beforeRepeats() {
    return count(Gap.BEFORE_REPEAT);
  }

  public int otherEnds() {
    return count(Gap.OTHER_END);
  }

  private int count(Gap reason) {
    return (int) Arrays.stream(gaps).filter(gap -> gap == reason).count();
  }

  /** The map of a block without anchors. */
  static PositionMap identity(int length) {
    int[] translated = new int[length];
    Arrays.setAll(translated, i -> i);
    return new PositionMap(translated, new Gap[length]);
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
