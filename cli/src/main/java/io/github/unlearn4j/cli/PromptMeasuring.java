package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.base.endpoint.Endpoint;
import io.github.unlearn4j.measure.CompletionPrompts;
import io.github.unlearn4j.measure.JudgeSettings;
import io.github.unlearn4j.measure.Measure;
import io.github.unlearn4j.measure.MeasureInputs;
import io.github.unlearn4j.measure.MeasureSettings;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.PromptSet;
import io.github.unlearn4j.measure.judge.Judge;
import io.github.unlearn4j.measure.judge.JudgeReport;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.run.InputCheck;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures one model's familiarity with whatever a set of prompts asks for. */
final class PromptMeasuring {
  private static final String LINE = "%-44s  %8s  (%d prompts)";

  private final Console console;
  private final PromptSet prompts;
  private final MeasureSettings settings;

  /** Where results go; null: only to standard output. */
  private final Path file;

  PromptMeasuring(Console console, PromptSet prompts, MeasureSettings settings, Path file) {
    this.console = console;
    this.prompts = prompts;
    this.settings = settings;
    this.file = file;
  }

  void run(Path model, ComputeType compute) {
    JudgeSettings judge = settings.judge();
    if (judge.isGiven()) {
      judge.asked();
      if (file == null) {
        throw UserError.badSetting(
            "a judge's grades are kept in files beside the result; say where with --json"
                + " FILE.json");
      }
      if (prompts.completion().prompts().isEmpty()) {
        throw UserError.badInput(
            "a judge grades completions, but no prompts to complete are given");
      }
    }
    Path folder = ModelFolder.of(model);
    InputCheck.model(folder.toString());
    prompts.leftOut().forEach(left -> console.say("no prompts, left out: " + left));
    Measure.Result result = measure(model.toString(), folder, compute);
    print(result.measurement());
    if (file != null) {
      result.measurement().save(file);
      result.details().save(file);
    }
    if (judge.isGiven()) {
      judge(judge, model.toString(), result);
    }
    console.event("result", Map.of("measured", result.measurement()));
    if (file != null) {
      console.print("results: " + file);
    }
  }

  private Measure.Result measure(String name, Path folder, ComputeType compute) {
    MeasureInputs inputs =
        new MeasureInputs(
            prompts.probability(),
            prompts.completion(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    try (Tokenizer tokenizer = Tokenizer.load(folder);
        Decoder decoder = Decoder.load(folder, compute)) {
      InputCheck.tokenizer(folder, tokenizer);
      return Measure.run(name, decoder, tokenizer, inputs, settings, console.progress());
    }
  }

  private void judge(JudgeSettings judge, String name, Measure.Result result) {
    CompletionPrompts completion = prompts.completion();
    JudgeReport report =
        new Judge(
                judge,
                Endpoint.of(judge.asked(), System.getenv()::get),
                beside("judge.replies.jsonl"))
            .grade(
                Map.of(name, result.details().completion()),
                completion.giveaways().names(),
                console.progress());
    report.save(beside("judge.json"));
    JudgeOutcome.print(console, report);
    console.event("judged", Map.of("judge", report));
    console.print("grades: " + beside("judge.json"));
  }

  private Path beside(String ending) {
    String name = file.getFileName().toString().replaceFirst("\\.json$", "");
    return file.resolveSibling(name + "." + ending);
  }

  private void print(Measurement measured) {
    int probability = measured.counts().probabilityPrompts();
    int completion = measured.counts().completionPrompts();
    if (probability > 0) {
      console.print(
          LINE.formatted(
              "familiarity, probability form",
              shown(measured.familiarity().probability()),
              probability));
    }
    if (completion > 0) {
      console.print(
          LINE.formatted(
              "completions that give it away, without judge",
              shown(measured.familiarity().completion()),
              completion));
    }
  }

  private static String shown(Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.4f", value);
  }
}
