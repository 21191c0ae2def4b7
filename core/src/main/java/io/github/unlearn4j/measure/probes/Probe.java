package io.github.unlearn4j.measure.probes;

import java.util.Optional;

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

  /** Why it cannot be run here, as far as that is seen without asking a model. */
  default Optional<String> lacks(ProbeContext context) {
    return Optional.empty();
  }

  /** An answer of {@link #lacks}. */
  static Optional<String> unless(boolean there, String why) {
    return there ? Optional.empty() : Optional.of(why);
  }

  /**
   * Runs it on every model of the context.
   *
   * @param context that {@link #lacks} nothing
   * @return numbers, or {@link ProbeResult#missing} if the texts hold nothing to ask about
   */
  ProbeResult run(ProbeContext context);
}
