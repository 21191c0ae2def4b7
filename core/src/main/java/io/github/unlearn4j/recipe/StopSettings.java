package io.github.unlearn4j.recipe;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.Setting;

/** When the finetune is measured and when it has done enough. */
public record StopSettings(
    @Setting("optimiser steps between two measurements; 0: only at the end") int measureEverySteps,
    @Setting("stop once probability familiarity is at most this share of the baseline's")
        double familiarityRatio,
    @Setting("stop before retain perplexity is more than this factor of the baseline's")
        double retainPerplexityRatio) {
  public static final StopSettings DEFAULTS = new StopSettings(20, 0.05, 1.03);

  public StopSettings {
    Check.atLeast("stop.measure_every_steps", measureEverySteps, 0);
    Check.between("stop.familiarity_ratio", familiarityRatio, 0, 1);
    Check.atLeast("stop.retain_perplexity_ratio", retainPerplexityRatio, 1);
  }
}
