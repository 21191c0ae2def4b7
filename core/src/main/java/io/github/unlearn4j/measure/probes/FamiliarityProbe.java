package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.ProbabilityPrompt;
import java.util.List;
import java.util.Optional;

/** A probe that asks the reported probability prompts again, under other conditions. */
interface FamiliarityProbe extends Probe {
  @Override
  default String unit() {
    return "probability";
  }

  @Override
  default Better better() {
    return Better.AS_NEVER_READ;
  }

  /** The prompts to ask: the reported half of the run's. */
  default List<ProbabilityPrompt> prompts(ProbeContext context) {
    return context.reportedPrompts();
  }

  /** What is said if there are none. */
  default String withoutPrompts() {
    return ProbeContext.NO_PROMPTS;
  }

  @Override
  default Optional<String> lacks(ProbeContext context) {
    return Probe.unless(!prompts(context).isEmpty(), withoutPrompts())
        .or(() -> lacksBesidePrompts(context));
  }

  /** The same of what it needs beside its prompts. */
  default Optional<String> lacksBesidePrompts(ProbeContext context) {
    return Optional.empty();
  }

  @Override
  default ProbeResult run(ProbeContext context) {
    return ask(context, prompts(context));
  }

  /**
   * @param prompts at least one
   */
  ProbeResult ask(ProbeContext context, List<ProbabilityPrompt> prompts);
}
