package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Setting;
import java.util.List;

/** Which probes are run, and on how much. */
public record ProbeSettings(
    @Setting("probes by name, or all (./unlearn probe --help lists them)") List<String> names,
    @Setting("windows, passages or prompts of each probe, spread evenly; 0: all") int limit,
    @Setting("extraction: tokens from one window of the target to the next") int strideTokens,
    @Setting("membership and extraction strength: tokens in a passage") int passageTokens,
    @Setting(
            value = "a checkpoint that never read the target, the yardstick; may be empty",
            path = true)
        String neverRead,
    @Setting(
            value =
                "texts of the target's kind that no model was trained on, for membership; empty:"
                    + " the retain text",
            path = true)
        List<String> comparison,
    @Setting(
            value = "texts near the target (same author, same genre) that are to be kept",
            path = true)
        List<String> neighbours,
    @Setting(
            value = "prompts in other languages, in the form of measure.probability_prompts",
            path = true)
        String otherLanguages,
    @Setting(
            value = "knowmem: questions about the target with their answers; may be empty",
            path = true)
        String questions,
    @Setting(
            value = "knowmem: answered questions that stand before each, in the same form",
            path = true)
        String questionExamples,
    @Setting(
            value = "relearning: text to train on again; empty: the target's held-back blocks",
            path = true)
        List<String> relearnText,
    @Setting("relearning: optimiser steps of two blocks") int relearnSteps,
    @Setting("relearning: steps between two measurements") int relearnEverySteps,
    @Setting("relearning: learning rate of AdamW") double relearnLearningRate) {
  public static final ProbeSettings DEFAULTS =
      new ProbeSettings(
          List.of(Probes.ALL),
          128,
          10,
          128,
          "",
          List.of(),
          List.of(),
          "",
          "",
          "",
          List.of(),
          12,
          3,
          5e-5);

  public ProbeSettings {
    Check.atLeast("probe.limit", limit, 0);
    Check.atLeast("probe.stride_tokens", strideTokens, 1);
    Check.between("probe.passage_tokens", passageTokens, 8, 2048);
    Check.atLeast("probe.relearn_steps", relearnSteps, 1);
    Check.between("probe.relearn_every_steps", relearnEverySteps, 1, relearnSteps);
    Check.above("probe.relearn_learning_rate", relearnLearningRate, 0);
    Probes.check(names);
    names = List.copyOf(names);
    comparison = List.copyOf(comparison);
    neighbours = List.copyOf(neighbours);
    relearnText = List.copyOf(relearnText);
  }

  /** What {@code limit} leaves of a list. */
  <T> List<T> sample(List<T> items) {
    return limit == 0 ? items : io.github.unlearn4j.measure.EvenSample.of(items, limit);
  }
}
