package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.tasks.MeasureTasks;
import io.github.unlearn4j.recipe.ComputeChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;

/** What {@code measure} is told about benchmarks. */
final class TaskOptions {
  @Option(
      names = "--tasks",
      paramLabel = "NAME",
      split = ",",
      description = {
        "Benchmarks, with commas between them, or all: winogrande, hellaswag,",
        "arc_easy, arc_challenge, boolq, piqa, openbookqa."
      })
  private List<String> names;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the benchmarks' items: NAME.jsonl or NAME_….jsonl (.gz too).")
  private Path data;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Items of each benchmark, drawn by the seed (default: all of them).")
  private Integer limit;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Which items --limit draws (default: " + MeasureTasks.SEED + ").")
  private Long seed;

  @Option(
      names = "--compute",
      paramLabel = "TYPE",
      description = "auto, float32 or bfloat16, for --tasks and --prompts (default: auto).")
  private ComputeChoice compute;

  private Path resultFile;

  boolean areGiven() {
    return names != null;
  }

  /** Options that would do nothing with {@code --prompts} are a mistake. */
  void refuseWithPrompts() {
    if (names != null || data != null || limit != null || seed != null) {
      throw UserError.badSetting(
          "--tasks, --data, --limit and --seed belong to benchmarks; leave them out of --prompts");
    }
  }

  /** Options that would do nothing without {@code --tasks} or {@code --prompts} are a mistake. */
  void refuseAlone() {
    if (data != null || limit != null || seed != null || compute != null || resultFile != null) {
      throw UserError.badSetting(
          "--data, --limit, --seed, --compute and --json FILE belong to benchmarks; add --tasks"
              + " (--compute and --json FILE go with --prompts, too)");
    }
  }

  MeasureTasks.Request request() {
    if (data == null) {
      throw UserError.badSetting("--tasks needs --data, the folder with the benchmarks' items");
    }
    return new MeasureTasks.Request(
        names, data, limit == null ? 0 : limit, seed == null ? MeasureTasks.SEED : seed);
  }

  ComputeChoice compute() {
    return compute == null ? ComputeChoice.AUTO : compute;
  }

  /** Where the results go besides standard output; or null. */
  Path resultFile() {
    return resultFile;
  }

  /**
   * Fits the inherited {@code --json} and the argument of a recipe to this command: {@code --json}
   * may name a file here, the argument may be a model.
   */
  static void adapt(CommandSpec measure, Console console) {
    OptionSpec json = measure.findOption("--json");
    measure.remove(json);
    measure.addOption(
        OptionSpec.builder("--json")
            .arity("0..1")
            .type(String.class)
            .paramLabel("FILE.json")
            .order(json.order())
            .description(
                "Print one JSON object a line: progress, results, errors.",
                "With FILE.json and --tasks or --prompts: write the results there instead.")
            .parameterConsumer((arguments, option, command) -> json(arguments, command, console))
            .build());
    PositionalParamSpec recipe = measure.positionalParameters().getFirst();
    measure.remove(recipe);
    measure.addPositional(
        PositionalParamSpec.builder(recipe)
            .paramLabel("MODEL or RECIPE.yaml")
            .description(
                "With --tasks or --prompts a checkpoint or run folder; else settings",
                "(relative paths in a recipe start from its folder).")
            .build());
  }

  private static void json(Stack<String> arguments, CommandSpec command, Console console) {
    boolean named = !arguments.isEmpty() && arguments.peek().endsWith(".json");
    if (named) {
      TaskOptions tasks = (TaskOptions) command.mixins().get("tasks").userObject();
      tasks.resultFile = Path.of(arguments.pop());
    } else {
      console.useJson();
    }
  }
}
