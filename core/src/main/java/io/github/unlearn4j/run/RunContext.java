package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.recipe.Recipe;

/** What every stage is given. */
public record RunContext(Recipe recipe, RunDirectory directory, Progress progress) {}
