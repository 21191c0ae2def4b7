package io.github.unlearn4j.cli;

import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.MemoryTable;
import io.github.unlearn4j.run.Run;
import io.github.unlearn4j.run.Stage;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands share that run one stage or all of them. */
final class StageOptions {
  @Mixin private RecipeOptions recipeOptions;

  @Option(names = "--again", description = "Run the stage even if nothing has changed.")
  private boolean again;

  RecipeOptions recipe() {
    return recipeOptions;
  }

  private boolean planShown;

  /** Before the stages run it is said what each will need. */
  StageOptions showingPlan() {
    planShown = true;
    return this;
  }

  /**
   * Runs stages in the recipe's run folder.
   *
   * @param stages which stages, given the recipe
   * @param afterwards what to print when all are done
   */
  void run(
      Console console,
      String command,
      Function<Recipe, List<Stage>> stages,
      Consumer<Run> afterwards) {
    Recipe recipe = recipeOptions.recipe();
    try (Run run = Run.open(recipe, console.progress())) {
      Interruption.advise("go on with: ./unlearn %s --run %s".formatted(command, recipe.out()));
      console.say("run: " + run.context().directory().folder());
      if (planShown) {
        MemoryTable.lines(run.plan()).forEach(console::say);
      }
      run.stages(stages.apply(recipe), again);
      afterwards.accept(run);
    }
  }
}
