package io.github.unlearn4j.run;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.Measure;
import io.github.unlearn4j.measure.MeasureInputs;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.tasks.MeasureTasks;
import io.github.unlearn4j.model.AdapterFolder;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.LoraMerge;
import io.github.unlearn4j.run.report.Benchmark;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.train.StepReport;
import io.github.unlearn4j.weights.Checkpoint;
import io.github.unlearn4j.whp.GenericLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains the baseline on the generic labels (paper section 3.4), measures it on the way, stops when
 * enough is forgotten and keeps the best measured step as the unlearned model. With LoRA a step is
 * a small adapter, and the best one is merged into a whole checkpoint at the end.
 */
public final class FinetuneStage implements Stage {
  @Override
  public String name() {
    return "finetune";
  }

  @Override
  public List<String> settings() {
    return List.of(
        "seed",
        "compute",
        "text",
        "finetune",
        "stop",
        "measure.perplexity_blocks",
        "measure.anchor_occurrences");
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    Map<String, List<Path>> inputs = new TreeMap<>(MeasureStage.texts(context));
    inputs.remove("completion prompts"); // not looked at on the way
    inputs.put("model", List.of(Path.of(context.recipe().model())));
    inputs.put("labels", List.of(context.directory().labels()));
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return isLora(context)
        ? List.of(context.directory().model(), context.directory().adapter())
        : List.of(context.directory().model());
  }

  @Override
  public void run(RunContext context) {
    Path model = Path.of(context.recipe().model());
    Path baseline = context.directory().measured("baseline");
    if (!Files.exists(baseline)) {
      throw UserError.badInput(
          "finetune compares itself with the baseline; first: ./unlearn measure --run "
              + context.directory().folder());
    }
    GenericLabels labels = GenericLabels.load(context.directory().labels());
    MeasureTasks tasks = MeasureTasks.prepare(MeasureTasks.request(context.recipe().measure()));
    StopRule rule = new StopRule(context.recipe().stop(), Measurement.load(baseline));
    try (Tokenizer tokenizer = Tokenizer.load(model);
        Decoder decoder = context.loadForTraining(context.recipe().finetune())) {
      MeasureInputs inputs = MeasureStage.read(context, tokenizer).withoutCompletions();
      Training.run(
          context,
          name(),
          decoder,
          labels.toExamples(),
          context.recipe().finetune(),
          report -> {
            if (!isMeasured(context, report)) {
              return true;
            }
            if (rule.best() == null) {
              forgetSteps(context.directory()); // of an earlier run, once this one has its own
            }
            Measurement step = measure(context, report, decoder, tokenizer, inputs, tasks);
            if (rule.isBest(step)) {
              saveCandidate(context, decoder);
            }
            if (rule.isDone(step) && report.step() < report.totalSteps()) {
              context.progress().say("finetune: stops, " + rule.reason(step));
              return false;
            }
            return true;
          });
    }
    finish(context);
    context.progress().say("finetune: kept " + rule.best().model());
  }

  private static boolean isLora(RunContext context) {
    return context.recipe().finetune().lora().isOn();
  }

  private static void saveCandidate(RunContext context, Decoder decoder) {
    Path model = Path.of(context.recipe().model());
    if (isLora(context)) {
      AdapterFolder.write(candidate(context), decoder.adapter(), decoder.config(), model);
    } else {
      decoder.save(candidate(context), Checkpoint.numberFormat(model));
    }
  }

  private static void finish(RunContext context) {
    RunDirectory directory = context.directory();
    if (isLora(context)) {
      LoraMerge.run(Path.of(context.recipe().model()), candidate(context), directory.model());
      AtomicFiles.replaceFolder(candidate(context), directory.adapter());
    } else {
      AtomicFiles.replaceFolder(candidate(context), directory.model());
      AtomicFiles.deleteQuietly(directory.adapter());
    }
  }

  private static boolean isMeasured(RunContext context, StepReport report) {
    int every = context.recipe().stop().measureEverySteps();
    return report.step() == report.totalSteps() || every > 0 && report.step() % every == 0;
  }

  private static Measurement measure(
      RunContext context,
      StepReport report,
      Decoder decoder,
      Tokenizer tokenizer,
      MeasureInputs inputs,
      MeasureTasks tasks) {
    Path file = context.directory().measuredStep(report.step());
    String name = file.getFileName().toString().replace(".json", "");
    Measurement measured =
        Measure.run(
                name, decoder, tokenizer, inputs, context.recipe().measure(), context.progress())
            .measurement();
    Measurement step =
        MeasureStage.score(context, tasks, measured.model(), decoder, tokenizer).addTo(measured);
    step.save(file);
    context.progress().say(inWords(name, step));
    return step;
  }

  /** What is known of a step; familiarity is that of the prompts set aside for tuning. */
  private static String inWords(String name, Measurement step) {
    List<String> words = new ArrayList<>();
    add(words, "familiarity %.4f", step.tuning().probability());
    add(words, "anchor recall %.4f", step.anchorRecall());
    add(words, "retain perplexity %.2f", step.perplexity().retain());
    Benchmark.of(step).forEach(score -> words.add(score.title() + " " + score.text()));
    return name + ": " + String.join(", ", words);
  }

  private static void add(List<String> words, String pattern, Double value) {
    if (value != null) {
      words.add(String.format(Locale.ROOT, pattern, value));
    }
  }

  /** The best step so far; it becomes the model when the training is over. */
  private static Path candidate(RunContext context) {
    return context.directory().folder().resolve("model.best");
  }

  private static void forgetSteps(RunDirectory directory) {
    Path folder = directory.measuredStep(0).getParent();
    try (var files = Files.newDirectoryStream(folder, "step-*.json")) {
      files.forEach(AtomicFiles::deleteQuietly);
    } catch (IOException problem) {
      throw new UserError(ExitCode.DISK, "cannot clear " + folder, problem);
    }
  }
}
