package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.tasks.MeasureTasks;
import io.github.unlearn4j.measure.tasks.TaskResults;
import io.github.unlearn4j.measure.tasks.TaskScore;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.run.InputCheck;
import io.github.unlearn4j.run.Machine;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Scores one model, or the models of a run, on benchmarks and shows the table. */
final class TaskMeasuring {
  private static final String LINE = "%-14s  %6s  %-17s  %-17s";

  private final Console console;
  private final TaskOptions options;

  TaskMeasuring(Console console, TaskOptions options) {
    this.console = console;
    this.options = options;
  }

  void run(RecipeOptions where) {
    if ((where.file() == null) == (where.run() == null)) {
      throw UserError.badSetting("--tasks scores one thing: give MODEL, or a run as --run");
    }
    if (where.run() != null && options.resultFile() != null) {
      throw UserError.badSetting(
          "with --run the results go into the run's measure folder; leave the file of --json out");
    }
    ComputeType compute = Machine.current().computeType(options.compute(), where.device());
    MeasureTasks measure = MeasureTasks.prepare(options.request());
    if (where.file() != null) {
      Path folder = ModelFolder.of(where.file());
      measure(measure, compute, where.file().toString(), folder, options.resultFile());
      return;
    }
    RunDirectory run = RunDirectory.existing(where.run());
    Path baseline = Path.of(run.recipe().model());
    measure(measure, compute, "baseline", baseline, run.measured("tasks-baseline"));
    if (Files.exists(run.model())) {
      measure(measure, compute, "unlearned", run.model(), run.measured("tasks-unlearned"));
    }
  }

  private void measure(
      MeasureTasks measure, ComputeType compute, String name, Path folder, Path file) {
    InputCheck.model(folder.toString());
    try (Tokenizer tokenizer = Tokenizer.load(folder);
        Decoder decoder = Decoder.load(folder, compute)) {
      InputCheck.tokenizer(folder, tokenizer);
      MeasuredModel model = MeasuredModel.of(decoder, tokenizer);
      TaskResults results = measure.run(name, compute, model, tokenizer, console.progress());
      print(results);
      console.event("result", results.content());
      if (file != null) {
        results.save(file);
        console.print("results: " + file);
      }
    }
  }

  private void print(TaskResults results) {
    console.print(
        "%s, %s, %.0f s".formatted(results.model(), results.compute(), results.seconds()));
    console.print(LINE.formatted("task", "items", "acc", "acc_norm").stripTrailing());
    for (TaskScore score : results.scores()) {
      String normalized = score.task().normalized() ? shown(score.normalizedAccuracy()) : "";
      console.print(
          LINE.formatted(
                  score.task().name(), score.items().size(), shown(score.accuracy()), normalized)
              .stripTrailing());
    }
  }

  private static String shown(TaskScore.Accuracy accuracy) {
    return Double.isFinite(accuracy.standardError())
        ? "%.4f ± %.4f".formatted(accuracy.value(), accuracy.standardError())
        : "%.4f".formatted(accuracy.value());
  }
}
