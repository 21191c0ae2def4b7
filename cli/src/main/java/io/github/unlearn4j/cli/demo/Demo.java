package io.github.unlearn4j.cli.demo;

import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.IntervalsStage;
import io.github.unlearn4j.run.MeasureStage;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.run.Stage;
import io.github.unlearn4j.run.Stages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole way on the small world: every stage of a recipe, and beside its models one that was
 * trained without the saga. Afterwards the unlearned model should answer like that one.
 */
public final class Demo {
  private static final int SHOWN_PROMPTS = 5;

  private final DemoWorld world;
  private final Recipe recipe;

  private Demo(DemoWorld world, Recipe recipe) {
    this.world = world;
    this.recipe = recipe;
  }

  /** Unpacks the world into {@code out}, where the run goes too. */
  public static Demo unpack(Path out) {
    DemoWorld world = DemoWorld.unpack(out.resolve("world"));
    return new Demo(world, world.recipe(out));
  }

  public Recipe recipe() {
    return recipe;
  }

  /** The recipe's stages, with the yardstick measured before anything is compared. */
  public List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : Stages.of(recipe)) {
      if (stage instanceof IntervalsStage) {
        stages.add(MeasureStage.of(DemoModels.NEVER_READ, world.neverRead()));
      }
      stages.add(stage);
    }
    return stages;
  }

  /** Completions before, after, and by the model that never read the saga; lines to print. */
  public static List<String> sideBySide(RunDirectory run) {
    Map<String, List<CompletionAnswer>> answers = new LinkedHashMap<>();
    add(answers, run, "baseline", "before");
    add(answers, run, "unlearned", "after");
    add(answers, run, DemoModels.NEVER_READ, DemoModels.NEVER_READ);
    return answers.containsKey("before") ? SideBySide.of(answers, SHOWN_PROMPTS) : List.of();
  }

  private static void add(
      Map<String, List<CompletionAnswer>> answers, RunDirectory run, String model, String name) {
    Path file = run.measured(model);
    if (Files.exists(MeasureDetails.beside(file))) {
      answers.put(name, MeasureDetails.load(file).completion());
    }
  }
}
