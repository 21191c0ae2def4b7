package io.github.unlearn4j.whp;

import com.fasterxml.jackson.annotation.JsonValue;

/** What settled a position's label, in plain words. */
public enum LabelRule {
  INSIDE_ANCHOR("no label: inside an anchor"),
  SECOND_OCCURRENCE("no label: second occurrence, the stand-in has been said already"),
  OTHER_END("no label: no token of the translated block ends here"),
  LAST_OF_BLOCK("no label: last of the block"),
  BEYOND_CONTEXT("no label: beyond the model's context"),
  FIRST_OCCURRENCE("first occurrence: what the baseline expects for the stand-in"),
  ANCHOR_FORBIDDEN("anchor forbidden: the baseline's first choice names an anchor"),
  STAND_IN_FORBIDDEN("stand-in already seen: forbidden, though the baseline's first choice"),
  PUSHED_DOWN("pushed down: reinforcing raised what the baseline would say"),
  PLAIN("plain: what the baseline says");

  private final String words;

  LabelRule(String words) {
    this.words = words;
  }

  @JsonValue
  public String words() {
    return words;
  }

  /** Whether it leaves the position without a label. */
  public boolean leavesOut() {
    return ordinal() <= BEYOND_CONTEXT.ordinal();
  }
}
