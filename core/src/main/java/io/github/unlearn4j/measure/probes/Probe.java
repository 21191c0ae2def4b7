package io.github.unlearn4j.measure.probes;

/** One attack on the claim that the target is forgotten. */
public interface Probe {
  /** Short, lower case, hyphens. */
  String name();

  /** One sentence: what the number tells. */
  String shows();

  /** What the number counts in. */
  String unit();

  /** Where the number should go. */
  Better better();

  /**
   * Runs it on every model of the context.
   *
   * @return numbers, or {@link ProbeResult#missing} if the run lacks what the probe needs
   */
  ProbeResult run(ProbeContext context);
}
