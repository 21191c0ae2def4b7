package io.github.unlearn4j.cli;

import io.github.unlearn4j.run.Stages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** All stages, from a text to a model that has forgotten it and the proof. */
@Command(
    name = "forget",
    description = {
      "Makes a model forget a text: anchors, reinforce, labels, finetune, measure, report.",
      "",
      "The run folder holds everything: recipe.yaml, anchors.yaml (edit it and start again), the"
          + " unlearned model in model/, what was measured, report.html. Started again, it goes on"
          + " from the last finished stage; a changed setting runs the stages again that depend on"
          + " it."
    },
    footer = {
      "",
      "Examples:",
      "  ./unlearn forget --model models/small --target book.txt --retain others/ --out runs/book",
      "  ./unlearn forget examples/sherlock/recipe.yaml --set finetune.max_steps=20"
    },
    sortOptions = false)
final class ForgetCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private StageOptions options;

  @Override
  public void run() {
    Console console = unlearn.console();
    options
        .showingPlan()
        .run(
            console,
            "forget",
            Stages::of,
            run -> Outcome.print(console, run.context().directory()));
  }
}
