package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.probes.Better;
import io.github.unlearn4j.measure.probes.Estimate;
import io.github.unlearn4j.measure.probes.ProbeResult;

/** The numbers of probes as a person reads them. */
public final class ProbeText {
  private ProbeText() {}

  /** A dash where there is none. */
  public static String of(Estimate estimate) {
    return estimate == null || estimate.value() == null ? "–" : Digits.of(estimate.value());
  }

  /** With the standard error behind ±, where there is one. */
  public static String withError(Estimate estimate) {
    return estimate == null || estimate.value() == null || estimate.standardError() == null
        ? of(estimate)
        : of(estimate) + " ± " + Digits.of(estimate.standardError());
  }

  /** The model that never read the target, or else the level of chance. */
  public static String yardstick(ProbeResult probe) {
    if (probe.neverRead() != null) {
      return withError(probe.neverRead());
    }
    return probe.chance() == null ? "–" : Digits.of(probe.chance()) + " (chance)";
  }

  /** What the number should be, in words. */
  static String better(ProbeResult probe) {
    return probe.better() == Better.AS_NEVER_READ
            && probe.neverRead() == null
            && probe.chance() != null
        ? "at chance"
        : probe.better().words();
  }
}
