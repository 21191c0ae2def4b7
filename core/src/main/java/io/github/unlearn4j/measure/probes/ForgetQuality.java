package io.github.unlearn4j.measure.probes;

import java.util.Optional;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;
import org.hipparchus.util.CombinatoricsUtils;

/**
 * TOFU's forget quality (arXiv 2401.06121): the p-value of a Kolmogorov-Smirnov test that a model's
 * truth ratios and those of the never-read model have one distribution.
 */
final class ForgetQuality implements Probe {
  @Override
  public String name() {
    return "forget-quality";
  }

  @Override
  public String shows() {
    return "p-value that truth ratios are distributed as in the model that never read the "
        + "target (small: they are not)";
  }

  @Override
  public String unit() {
    return "p-value";
  }

  @Override
  public Better better() {
    return Better.HIGHER;
  }

  @Override
  public Optional<String> lacks(ProbeContext context) {
    return Probe.unless(context.hasNeverRead(), ProbeContext.NO_YARDSTICK);
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    TruthRatios found = context.truthRatios();
    if (found.prompts().size() < 2) {
      return ProbeResult.missing(this, "fewer than two probability prompts have generic strings");
    }
    double[] yardstick = found.ratios().neverRead();
    return ProbeResult.of(
        this,
        found.ratios().map(ratios -> Estimate.exactly(same(ratios, yardstick), ratios.length)));
  }

  /** The two-sided p-value: the probability of at least this distance, if both are one. */
  static double same(double[] one, double[] other) {
    KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
    if (test.kolmogorovSmirnovStatistic(one, other) >= 1) {
      // Fully apart, which two of all ways to part the values are; the library says 0 here.
      int all = one.length + other.length;
      return 2 * Math.exp(-CombinatoricsUtils.binomialCoefficientLog(all, one.length));
    }
    return test.kolmogorovSmirnovTest(one, other, false);
  }
}
