package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.PromptSet;
import io.github.unlearn4j.measure.judge.JudgeReport;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.Machine;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.run.Stages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Measures the models of a run, or any model on benchmarks. */
@Command(
    name = "measure",
    description = {
      "Measures a run's models, or scores a model on multiple-choice benchmarks.",
      "",
      "Without --tasks: the models of a run (--run DIR or RECIPE.yaml): familiarity, anchor"
          + " recall,",
      "perplexity. Leaves measure/baseline.json, reinforced.json and unlearned.json, every answer",
      "beside them, how sure they are in measure/intervals.json, and the report.",
      "",
      "With --tasks: scores MODEL on multiple-choice benchmarks as lm-evaluation-harness does,",
      "zero-shot. MODEL is a checkpoint folder, or a run folder: then it is the run's unlearned",
      "model. With --run DIR instead of MODEL: the baseline and the unlearned model of that run,",
      "into measure/tasks-baseline.json and measure/tasks-unlearned.json, and the report anew.",
      "",
      "With --prompts: how familiar MODEL is with what these prompts ask for, in probability and",
      "completion form.",
      "",
      "With --judge: a language model at an endpoint grades the completions as the paper has it,",
      "of a run's models (measure/judge.json, and the report anew) or of MODEL with --prompts.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./unlearn measure --run runs/sherlock",
      "  ./unlearn measure models/smollm2 --tasks all --data benchmarks --limit 200 --json"
          + " out.json",
      "  ./unlearn measure models/smollm2 --prompts prompts/ --json out.json",
      "  ./unlearn measure --run runs/sherlock --judge http://localhost:8080/v1 --judge-model judge"
    },
    sortOptions = false)
final class MeasureCommand implements Runnable {
  /** What a run is of and where it lies; a model measured by itself has no run. */
  private static final String[] OF_RUN = {"--model", "--target", "--retain", "--out", "--preset"};

  @Spec private CommandSpec spec;
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private TaskOptions tasks;
  @Mixin private PromptOptions prompts;
  @Mixin private StageOptions options;

  @Override
  public void run() {
    Console console = unlearn.console();
    prompts.addTo(options.recipe());
    if (prompts.areGiven()) {
      measurePrompts(console);
      return;
    }
    if (tasks.areGiven()) {
      refuse("--tasks", "--judge", "--judge-model", "--judge-sample", "--again");
      if (options.recipe().file() != null) {
        refuse("--tasks of a model", OF_RUN);
        refuse("--tasks of a model", "--set");
      }
      new TaskMeasuring(console, tasks).run(options.recipe());
      return;
    }
    tasks.refuseAlone();
    if (ModelFolder.isOne(options.recipe().file())) {
      throw UserError.badSetting(
          ("%s is a folder, not a recipe; add --tasks or --prompts to measure a model, or give a"
                  + " run as --run")
              .formatted(options.recipe().file()));
    }
    options.run(
        console,
        "measure",
        Stages::measurable,
        run -> print(console, run.context().recipe(), run.context().directory()));
  }

  private void measurePrompts(Console console) {
    tasks.refuseWithPrompts();
    Path model = options.recipe().file();
    if (model == null || options.recipe().run() != null) {
      throw UserError.badSetting(
          "--prompts measures one model: give MODEL, a checkpoint or run folder (the prompts of a"
              + " run are settings: measure.probability_prompts, measure.completion_prompts)");
    }
    refuse("--prompts", OF_RUN);
    refuse("--prompts", "--again");
    ComputeType compute = Machine.current().computeType(tasks.compute(), options.recipe().device());
    new PromptMeasuring(
            console,
            PromptSet.read(prompts.paths()),
            options.recipe().flagsAlone().measure(),
            tasks.resultFile())
        .run(model, compute);
  }

  /** Flags that would do nothing beside {@code work} are a mistake. */
  private void refuse(String work, String... flags) {
    ParseResult given = spec.commandLine().getParseResult();
    List<String> idle = Stream.of(flags).filter(given::hasMatchedOption).toList();
    if (!idle.isEmpty()) {
      throw UserError.badSetting(
          "with %s this would do nothing, leave it out: %s"
              .formatted(work, String.join(", ", idle)));
    }
  }

  private static void print(Console console, Recipe recipe, RunDirectory directory) {
    if (recipe.measure().judge().isGiven()) {
      JudgeReport report = JudgeReport.load(directory.judged());
      JudgeOutcome.print(console, report);
      console.event("judged", Map.of("judge", report));
    }
    Outcome.print(console, directory);
  }
}
