package io.github.unlearn4j.cli;

import io.github.unlearn4j.run.Stages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Measures the models of a run. */
@Command(
    name = "measure",
    description = {
      "Measures the models of a run: familiarity, anchor recall, perplexity.",
      "Leaves measure/baseline.json, reinforced.json and unlearned.json, and every answer beside"
          + " them."
    },
    footer = {"", "Example:", "  ./unlearn measure --run runs/sherlock"},
    sortOptions = false)
final class MeasureCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private StageOptions options;

  @Override
  public void run() {
    Console console = unlearn.console();
    options.run(
        console,
        "measure",
        Stages::measurable,
        run -> Outcome.print(console, run.context().directory()));
  }
}
