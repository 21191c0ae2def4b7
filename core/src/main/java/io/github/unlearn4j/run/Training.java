package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.StepReport;
import io.github.unlearn4j.train.TrainLoop;
import io.github.unlearn4j.train.TrainSettings;
import java.util.List;
import java.util.Locale;

/** A train loop whose steps are recorded in {@code metrics.jsonl} and shown. */
public final class Training {
  private Training() {}

  /**
   * @param listener told of each step after it has been recorded; returns false to stop
   * @return steps made
   */
  public static int run(
      RunContext context,
      String stage,
      Decoder decoder,
      List<Example> examples,
      TrainSettings settings,
      TrainLoop.Listener listener) {
    return runGroups(
        context, stage, decoder, examples.stream().map(List::of).toList(), settings, listener);
  }

  /** The same with groups of examples that are learnt from in the same step. */
  public static int runGroups(
      RunContext context,
      String stage,
      Decoder decoder,
      List<List<Example>> groups,
      TrainSettings settings,
      TrainLoop.Listener listener) {
    int steps = TrainLoop.steps(groups.size(), settings);
    double groupTokens = groups.stream().mapToInt(Training::tokens).average().orElse(0);
    long tokens = Math.round(steps * settings.batchBlocks() * groupTokens);
    try (MetricsFile metrics = MetricsFile.startStage(context.directory().metrics(), stage);
        Progress.Task task = context.progress().start(stage, tokens, "tokens")) {
      return TrainLoop.runGroups(
          decoder,
          groups,
          settings,
          context.recipe().seed(),
          report -> {
            metrics.add(line(stage, report));
            task.advance(report.tokens(), note(report));
            return listener.afterStep(report);
          });
    }
  }

  private static int tokens(List<Example> group) {
    return group.stream().mapToInt(example -> example.ids().length).sum();
  }

  private static MetricsFile.Line line(String stage, StepReport report) {
    return new MetricsFile.Line(
        stage,
        report.step(),
        report.loss(),
        report.gradientNorm(),
        report.learningRate(),
        report.tokens(),
        Math.round(report.tokens() / report.seconds() * 10) / 10.0,
        Math.round(report.seconds() * 1000) / 1000.0);
  }

  private static String note(StepReport report) {
    return String.format(
        Locale.ROOT, "step %d/%d, loss %.3f", report.step(), report.totalSteps(), report.loss());
  }
}
