package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.run.Stages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Measures the models of a run, or any model on benchmarks. */
@Command(
    name = "measure",
    description = {
      "Measures a run's models, or scores a model on multiple-choice benchmarks.",
      "",
      "Without --tasks: the models of a run (--run DIR or RECIPE.yaml): familiarity, anchor"
          + " recall,",
      "perplexity. Leaves measure/baseline.json, reinforced.json and unlearned.json, and every",
      "answer beside them.",
      "",
      "With --tasks: scores MODEL on multiple-choice benchmarks as lm-evaluation-harness does,",
      "zero-shot. MODEL is a checkpoint folder, or a run folder: then it is the run's unlearned",
      "model. With --run DIR instead of MODEL: the baseline and the unlearned model of that run,",
      "into measure/tasks-baseline.json and measure/tasks-unlearned.json.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./unlearn measure --run runs/sherlock",
      "  ./unlearn measure models/smollm2 --tasks all --data benchmarks --limit 200 --json out.json"
    },
    sortOptions = false)
final class MeasureCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private TaskOptions tasks;
  @Mixin private StageOptions options;

  @Override
  public void run() {
    Console console = unlearn.console();
    if (tasks.areGiven()) {
      new TaskMeasuring(console, tasks).run(options.recipe());
      return;
    }
    tasks.refuseAlone();
    if (ModelFolder.isOne(options.recipe().file())) {
      throw UserError.badSetting(
          ("%s is a folder, not a recipe; add --tasks to score a model on benchmarks, or give a run"
                  + " as --run")
              .formatted(options.recipe().file()));
    }
    options.run(
        console,
        "measure",
        Stages::measurable,
        run -> Outcome.print(console, run.context().directory()));
  }
}
