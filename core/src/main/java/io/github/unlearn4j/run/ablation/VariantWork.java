package io.github.unlearn4j.run.ablation;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.Measure;
import io.github.unlearn4j.measure.MeasureInputs;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.ablation.VariantResult;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.MeasureStage;
import io.github.unlearn4j.run.RunContext;
import io.github.unlearn4j.run.Training;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.StepReport;
import io.github.unlearn4j.train.TrainLoop;
import io.github.unlearn4j.train.TrainSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A variant at work: what it is measured with, how it is trained, and what has come of it. */
final class VariantWork implements AutoCloseable {
  private final RunContext context;
  private final String name;
  private final Tokenizer tokenizer;
  private final MeasureInputs inputs;
  private final List<VariantResult.Point> points = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private TrainSettings settings; // null: nothing is trained
  private int blocks;

  VariantWork(RunContext context, String name) {
    this.context = context;
    this.name = name;
    tokenizer = Tokenizer.load(Path.of(context.recipe().model()));
    inputs = MeasureStage.read(context, tokenizer);
    Measurement baseline = Measurement.load(context.directory().measured("baseline"));
    points.add(new VariantResult.Point(0, baseline));
  }

  RunContext context() {
    return context;
  }

  Recipe recipe() {
    return context.recipe();
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Something that a reader of the numbers must know, in one sentence. */
  void remark(String sentence) {
    remarks.add(sentence);
  }

  /**
   * Trains a copy of the baseline, which is thrown away once it is measured. A training that leaves
   * the finite numbers ends with a remark.
   *
   * @param groups for each block of the target what is learnt from along with it
   */
  void train(List<List<Example>> groups, double learningRate) {
    blocks = groups.size();
    settings = budget(recipe(), blocks, learningRate);
    try (Decoder decoder = context.loadForTraining(settings)) {
      MeasuredModel model = MeasuredModel.of(decoder, tokenizer);
      int steps =
          Training.runGroups(
              context,
              VariantStage.name(name),
              decoder,
              groups,
              settings,
              report -> {
                if (isMeasured(report)) {
                  measure(report.step(), model, inputs.withoutCompletions());
                }
                return true;
              });
      measureEnd(steps, model);
    } catch (UserError problem) {
      if (problem.exitCode() != ExitCode.NOT_FINITE) {
        throw problem;
      }
      remark("ended early: " + problem.getMessage());
      context.progress().say("%s: ended early, %s".formatted(name, problem.getMessage()));
    }
  }

  /** The finetune's settings, with the learning rate and the steps of the variant. */
  private static TrainSettings budget(Recipe recipe, int blocks, double learningRate) {
    TrainSettings finetune = recipe.finetune();
    int asked = recipe.ablate().steps();
    int steps = asked > 0 ? asked : TrainLoop.steps(blocks, finetune);
    return new TrainSettings(
        Math.max(finetune.epochs(), (double) steps * finetune.batchBlocks() / blocks),
        steps,
        learningRate,
        finetune.schedule(),
        finetune.warmupSteps(),
        finetune.microBatchBlocks(),
        finetune.batchBlocks(),
        finetune.beta1(),
        finetune.beta2(),
        finetune.weightDecay(),
        finetune.clipNorm(),
        finetune.recompute(),
        finetune.lora());
  }

  private boolean isMeasured(StepReport report) {
    int asked = recipe().ablate().measureEverySteps();
    int every = asked > 0 ? asked : recipe().stop().measureEverySteps();
    return every > 0 && report.step() % every == 0 && report.step() < report.totalSteps();
  }

  /** Measures what is left in the end, completions too. */
  void measureEnd(int step, MeasuredModel model) {
    measure(step, model, inputs);
  }

  private void measure(int step, MeasuredModel model, MeasureInputs with) {
    String what = "%s-step-%05d".formatted(name, step);
    Measurement measurement =
        Measure.run(what, model, tokenizer, with, recipe().measure(), context.progress())
            .measurement();
    points.add(new VariantResult.Point(step, measurement));
  }

  VariantResult result(Double alpha) {
    boolean trained = settings != null;
    return new VariantResult(
        name,
        alpha,
        blocks,
        trained ? settings.maxSteps() : 0,
        trained ? settings.batchBlocks() : 0,
        trained ? settings.learningRate() : 0,
        points,
        remarks);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
