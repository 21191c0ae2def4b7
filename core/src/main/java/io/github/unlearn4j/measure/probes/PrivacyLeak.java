package io.github.unlearn4j.measure.probes;

import java.util.Optional;

/**
 * PrivLeak of MUSE (arXiv 2407.06460): (AUC − AUC of the never-read model) ÷ AUC of the never-read
 * model, in per cent, with the AUC at which a high Min-40% loss betrays the target against other
 * text. 0: as if it had never been read; far below: still known; far above: conspicuously avoided.
 */
final class PrivacyLeak implements Probe {
  static final double SHARE = 0.4;

  @Override
  public String name() {
    return "privacy-leak";
  }

  @Override
  public String shows() {
    return "how far membership of the target shows, against a model that never read it "
        + "(below 0: still known; above: conspicuously avoided)";
  }

  @Override
  public String unit() {
    return "%";
  }

  @Override
  public Better better() {
    return Better.AS_NEVER_READ;
  }

  @Override
  public Optional<String> lacks(ProbeContext context) {
    return Probe.unless(context.hasNeverRead(), ProbeContext.NO_YARDSTICK);
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    PassageScores passages = context.passages();
    if (passages.isEmpty()) {
      return ProbeResult.missing(this, PassageScores.NO_PASSAGES);
    }
    Answers<Estimate> auc = passages.auc(scores -> -LowestShare.minK(scores, SHARE));
    double yardstick = auc.neverRead().value();
    return ProbeResult.of(this, auc.map(found -> relative(found, yardstick)))
        .and("AUC of the loss", auc)
        .remarking("compared with " + context.texts().comparisonName());
  }

  static Estimate relative(Estimate auc, double yardstick) {
    return Estimate.exactly(100 * (auc.value() - yardstick) / yardstick, auc.n());
  }
}
