package io.github.unlearn4j.text;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Setting;

/** How target and retain text are read and cut. */
public record TextSettings(
    @Setting("tokens in a block, the unit of translation and training (paper: 512)")
        int blockTokens,
    @Setting("field that holds the text in .jsonl files") String jsonlField,
    @Setting("share of the target's blocks, spread evenly, kept out of training to measure on")
        double heldBack) {
  public static final TextSettings DEFAULTS = new TextSettings(512, "text", 0.05);

  public TextSettings {
    Check.between("text.block_tokens", blockTokens, 8, 1 << 20);
    Check.between("text.held_back", heldBack, 0, 0.5);
  }
}
