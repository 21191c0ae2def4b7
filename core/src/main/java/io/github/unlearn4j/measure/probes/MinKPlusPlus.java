package io.github.unlearn4j.measure.probes;

/**
 * Min-K%++ (arXiv 2404.02936): Min-K% of log p standardised over the vocabulary at each position.
 */
final class MinKPlusPlus implements Probe {
  static final double SHARE = 0.2;

  @Override
  public String name() {
    return "min-k-plus-plus";
  }

  @Override
  public String shows() {
    return "the same by tokens that are improbable for what the model expected there"
        + " (0.5: the target cannot be told from other text)";
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
    return ProbeResult.of(this, passages.auc(scores -> LowestShare.minKPlusPlus(scores, SHARE)))
        .chance(0.5)
        .remarking("compared with " + context.texts().comparisonName())
        .detail("share_of_tokens", SHARE)
        .detail("target_passages", passages.target().size())
        .detail("comparison_passages", passages.comparison().size())
        .lines(PassageLines.of(passages, scores -> LowestShare.minKPlusPlus(scores, SHARE)));
  }
}
