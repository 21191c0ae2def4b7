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
import io.github.unlearn4j.run.MeasuredHash;
import io.github.unlearn4j.run.Run;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.run.Stages;
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
      TaskResults results = results(measure, compute, where.file().toString(), folder);
      if (options.resultFile() != null) {
        save(results, options.resultFile());
      }
      return;
    }
    RunDirectory.existing(where.run());
    try (Run run = Run.open(where.recipe(), console.progress())) {
      RunDirectory directory = run.context().directory();
      measure(measure, compute, directory, "baseline", Path.of(run.context().recipe().model()));
      if (Files.exists(directory.model())) {
        measure(measure, compute, directory, "unlearned", directory.model());
      }
      if (Files.exists(directory.anchors())) {
        run.stages(Stages.report(), false);
        console.print("report: " + directory.report());
      }
    }
  }

  private void measure(
      MeasureTasks measure, ComputeType compute, RunDirectory run, String model, Path folder) {
    String fingerprint = MeasuredHash.of(run, model, folder).now();
    save(results(measure, compute, model, folder).of(fingerprint), run.measuredTasks(model));
  }

  private void save(TaskResults results, Path file) {
    results.save(file);
    console.print("results: " + file);
  }

  private TaskResults results(MeasureTasks measure, ComputeType compute, String name, Path folder) {
    InputCheck.model(folder.toString());
    try (Tokenizer tokenizer = Tokenizer.load(folder);
        Decoder decoder = Decoder.load(folder, compute)) {
      InputCheck.tokenizer(folder, tokenizer);
      MeasuredModel model = MeasuredModel.of(decoder, tokenizer);
      TaskResults results = measure.run(name, compute, model, tokenizer, console.progress());
      print(results);
      console.event("result", results.content());
      return results;
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
