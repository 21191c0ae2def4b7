package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Setting;

/** What is measured, and on how much text. */
public record MeasureSettings(
    @Setting(
            value =
                "prompts with the strings that would give the target away (JSON lines); may be"
                    + " empty",
            path = true)
        String probabilityPrompts,
    @Setting(
            value =
                "prompts to complete, with the names that would give the target away (JSON lines)",
            path = true)
        String completionPrompts,
    @Setting("tokens generated for each completion prompt") int completionTokens,
    @Setting("blocks of target text, and of retain text, for perplexity") int perplexityBlocks,
    @Setting("first occurrences of anchors in held-back target text for anchor recall")
        int anchorOccurrences) {
  public static final MeasureSettings DEFAULTS = new MeasureSettings("", "", 24, 24, 200);

  public MeasureSettings {
    Check.between("measure.completion_tokens", completionTokens, 1, 1024);
    Check.atLeast("measure.perplexity_blocks", perplexityBlocks, 1);
    Check.atLeast("measure.anchor_occurrences", anchorOccurrences, 1);
  }
}
