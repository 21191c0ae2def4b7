package io.github.unlearn4j.measure.probes;

import java.util.Arrays;

/** TOFU's truth ratio, made to be 1 where truth and generic strings are as likely. */
final class TruthRatio implements Probe {
  @Override
  public String name() {
    return "truth-ratio";
  }

  @Override
  public String shows() {
    return "how alike the probabilities of the true and of generic strings are (1: nothing "
        + "stands out)";
  }

  @Override
  public String unit() {
    return "min(R, 1/R)";
  }

  @Override
  public Better better() {
    return Better.AS_NEVER_READ;
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    TruthRatios found = context.truthRatios();
    if (found.prompts().isEmpty()) {
      return ProbeResult.missing(this, "no probability prompt has generic strings");
    }
    return ProbeResult.of(this, found.ratios().map(TruthRatio::towardsOne))
        .and("R itself, mean", found.ratios().map(Estimate::mean))
        .lines(Reworded.lines(found.prompts(), found.ratios()));
  }

  static Estimate towardsOne(double[] ratios) {
    return Estimate.mean(Arrays.stream(ratios).map(ratio -> Math.min(ratio, 1 / ratio)).toArray());
  }
}
