package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.recipe.AblateSettings;
import io.github.unlearn4j.run.ablation.Variants;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Tries the method's parts alone and plain alternatives, with the same budget. */
@Command(
    name = "ablate",
    description = {
      "Tries the method's two parts together and alone, and plain alternatives, with one budget.",
      "The run needs anchors and the reinforced model. Leaves one file for each variant in",
      "ablation/, all side by side in measure/ablation.json, and writes the report anew. Trained",
      "weights are not kept. docs/evaluate.md tells what the table means.",
      "",
      "Variants:",
      "  both                 anchors and reinforced model: the paper's method",
      "  anchors-only         alpha 0",
      "  bootstrap-only       no anchors",
      "  alpha                both, at each of --alphas (alpha-2: at that one)",
      "  inference-only       equation (1) on two models' answers, nothing trained, at each of"
          + " --alphas",
      "  gradient-ascent      the target's own loss made larger",
      "  gradient-difference  the same while as much retain text is learnt",
      "",
      "What is finished with the same settings is kept, so the variants may be tried one by one.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./unlearn ablate --run runs/sherlock",
      "  ./unlearn ablate --run runs/demo --variants both,anchors-only,bootstrap-only --steps 40",
      "  ./unlearn ablate --run runs/demo --variants gradient-ascent --ascent-learning-rate 1e-5"
    },
    sortOptions = false)
final class AblateCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private StageOptions options;

  @Option(
      names = "--variants",
      paramLabel = "NAME",
      split = ",",
      description = "Names with commas between them, or all (default: all).")
  private List<String> variants;

  @Option(
      names = "--alphas",
      paramLabel = "N",
      split = ",",
      description = "Alphas of equation (1) tried besides the recipe's (default: 0.5,2,5).")
  private List<String> alphas;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Optimiser steps of each variant (default: as many as the finetune's).")
  private Integer steps;

  @Option(
      names = "--measure-every",
      paramLabel = "N",
      description = "Steps between two measurements (default: stop.measure_every_steps).")
  private Integer measureEvery;

  @Option(
      names = "--ascent-learning-rate",
      paramLabel = "RATE",
      description = "Of the two gradient variants (default: the finetune's).")
  private String ascentLearningRate;

  @Override
  public void run() {
    Console console = unlearn.console();
    options
        .recipe()
        .and("--variants", "ablate.variants", variants)
        .and("--alphas", "ablate.alphas", alphas)
        .and("--steps", "ablate.steps", atLeastOne("--steps", steps))
        .and(
            "--measure-every",
            "ablate.measure_every_steps",
            atLeastOne("--measure-every", measureEvery))
        .and(
            "--ascent-learning-rate",
            "ablate.ascent_learning_rate",
            ascentLearningRate == null ? null : List.of(ascentLearningRate));
    options.run(
        console,
        "ablate",
        recipe -> {
          List<String> kept = recipe.ablate().variants();
          if (variants == null && !kept.contains(AblateSettings.ALL)) {
            console.say(
                "variants: %s, as the recipe has it; --variants all tries every one"
                    .formatted(String.join(",", kept)));
          }
          return Variants.stages(recipe, console::say);
        },
        run -> AblationOutcome.print(console, run.context().directory()));
  }

  private static List<String> atLeastOne(String flag, Integer value) {
    if (value == null) {
      return null;
    }
    Check.atLeast(flag, value, 1);
    return List.of(value.toString());
  }
}
