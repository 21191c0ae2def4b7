package io.github.unlearn4j.cli;

import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.recipe.RecipeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows every setting, or what a recipe with flags comes to. */
@Command(
    name = "settings",
    description = {
      "Prints a whole recipe: every setting with its value and meaning.",
      "Start a recipe of your own with: ./unlearn settings > recipe.yaml"
    },
    footer = {
      "",
      "Example:",
      "  ./unlearn settings --model models/smollm2 --target book.txt > recipe.yaml"
    },
    sortOptions = false)
final class SettingsCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private RecipeOptions options;

  @Override
  public void run() {
    Recipe recipe = options.recipe();
    unlearn.console().print(RecipeText.yaml(recipe).stripTrailing());
    unlearn.console().event("settings", RecipeText.values(recipe));
  }
}
