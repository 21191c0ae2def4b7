package io.github.unlearn4j.measure.probes;

/** Min-K% Prob (arXiv 2310.16789): mean log p of the least probable fifth of a passage's tokens. */
final class MinK implements Probe {
  static final double SHARE = 0.2;

  @Override
  public String name() {
    return "min-k";
  }

  @Override
  public String shows() {
    return "how well passages of the target can be told from other text by their least"
        + " probable tokens (0.5: not at all)";
  }

  @Override
  public String unit() {
    return "AUC";
  }

  @Override
  public Better better() {
    return Better.AS_NEVER_READ;
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    PassageScores passages = context.passages();
    if (passages.target().isEmpty() || passages.comparison().isEmpty()) {
      return ProbeResult.missing(
          this, "it needs passages of the target and of other text: give --retain or --comparison");
    }
    return ProbeResult.of(this, passages.auc(scores -> LowestShare.minK(scores, SHARE)))
        .chance(0.5)
        .remarking("compared with " + context.texts().comparisonName())
        .detail("share_of_tokens", SHARE)
        .detail("target_passages", passages.target().size())
        .detail("comparison_passages", passages.comparison().size())
        .lines(PassageLines.of(passages, scores -> LowestShare.minK(scores, SHARE)));
  }
}
