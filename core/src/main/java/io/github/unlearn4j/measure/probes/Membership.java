package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.model.TokenScores;
import java.util.function.ToDoubleFunction;

/**
 * How well passages of the target can be told from other text by a score of their tokens: the area
 * under the ROC curve.
 *
 * @param score of a passage; higher: rather read than not
 */
record Membership(String name, String shows, ToDoubleFunction<TokenScores> score) implements Probe {
  /** Share of a passage's tokens that the score looks at. */
  private static final double SHARE = 0.2;

  static final String UNIT = "AUC";

  /** Min-K% Prob (arXiv 2310.16789): mean log p of the least probable fifth of the tokens. */
  static Membership minK() {
    return new Membership(
        "min-k",
        "how well passages of the target can be told from other text by their least"
            + " probable tokens (0.5: not at all)",
        scores -> LowestShare.minK(scores, SHARE));
  }

  /** Min-K%++ (arXiv 2404.02936): of log p standardised over the vocabulary at each position. */
  static Membership minKPlusPlus() {
    return new Membership(
        "min-k-plus-plus",
        "the same by tokens that are improbable for what the model expected there"
            + " (0.5: the target cannot be told from other text)",
        scores -> LowestShare.minKPlusPlus(scores, SHARE));
  }

  @Override
  public String unit() {
    return UNIT;
  }

  @Override
  public Better better() {
    return Better.AS_NEVER_READ;
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    PassageScores passages = context.passages();
    if (passages.isEmpty()) {
      return ProbeResult.missing(this, PassageScores.NO_PASSAGES);
    }
    return ProbeResult.of(this, passages.auc(score))
        .chance(0.5)
        .remarking("compared with " + context.texts().comparisonName())
        .detail("share_of_tokens", SHARE)
        .detail("target_passages", passages.target().size())
        .detail("comparison_passages", passages.comparison().size())
        .lines(PassageLines.of(passages, score));
  }
}
