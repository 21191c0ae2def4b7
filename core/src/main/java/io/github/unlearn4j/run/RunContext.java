package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.Recipe;

/**
 * What every stage is given.
 *
 * @param compute what the recipe's choice means on this machine
 */
public record RunContext(
    Recipe recipe, RunDirectory directory, ComputeType compute, Progress progress) {}
