package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.Measurement.Counts;
import io.github.unlearn4j.measure.Measurement.FamiliarityScore;
import io.github.unlearn4j.measure.Measurement.Perplexities;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures one model: familiarity in both forms, anchor recall, perplexity. */
public final class Measure {
  /** The numbers, and every answer behind them. */
  public record Result(Measurement measurement, MeasureDetails details) {}

  private final MeasuredModel model;
  private final Tokenizer tokenizer;
  private final MeasureInputs inputs;
  private final MeasureSettings settings;
  private final List<String> remarks = new ArrayList<>();

  private Measure(
      MeasuredModel model, Tokenizer tokenizer, MeasureInputs inputs, MeasureSettings settings) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.inputs = inputs;
    this.settings = settings;
  }

  /** Measures {@code decoder}, which {@code name} stands for in the files. */
  public static Result run(
      String name,
      Decoder decoder,
      Tokenizer tokenizer,
      MeasureInputs inputs,
      MeasureSettings settings,
      Progress progress) {
    return run(name, MeasuredModel.of(decoder, tokenizer), tokenizer, inputs, settings, progress);
  }

  /** The same with any model that answers. */
  public static Result run(
      String name,
      MeasuredModel model,
      Tokenizer tokenizer,
      MeasureInputs inputs,
      MeasureSettings settings,
      Progress progress) {
    Measure measure = new Measure(model, tokenizer, inputs, settings);
    try (Progress.Task task = progress.start("measure " + name, measure.units(), "items")) {
      return measure.run(name, task);
    }
  }

  private Result run(String name, Progress.Task task) {
    long start = System.nanoTime();
    List<Familiarity.ProbabilityAnswer> probability =
        Familiarity.probability(model, tokenizer, inputs.probabilityPrompts(), task);
    List<Familiarity.CompletionAnswer> completion =
        Familiarity.completion(
            model, tokenizer, inputs.completionPrompts(), settings.completionTokens(), task);
    List<AnchorRecall.Occurrence> anchors =
        AnchorRecall.of(
            model,
            inputs.heldBackBlocks(),
            inputs.anchorTerms(),
            settings.anchorOccurrences(),
            task);
    Perplexity.Result target =
        Perplexity.of(model, inputs.targetBlocks(), settings.perplexityBlocks(), task);
    Perplexity.Result retain =
        Perplexity.of(model, inputs.retainBlocks(), settings.perplexityBlocks(), task);
    MeasureDetails details =
        new MeasureDetails(probability, completion, anchors, target.scores(), retain.scores());
    Counts counts =
        new Counts(
            details.probability().size(),
            details.completion().size(),
            details.anchors().size(),
            target.tokens(),
            retain.tokens());
    Measurement measurement =
        new Measurement(
            name,
            familiarity("familiarity", details, PromptHalf.REPORT),
            known(
                "anchor_recall", AnchorRecall.mean(details.anchors()), counts.anchorOccurrences()),
            new Perplexities(
                known("perplexity.target", target.perplexity(), target.tokens()),
                known("perplexity.retain", retain.perplexity(), retain.tokens())),
            Map.of(),
            (System.nanoTime() - start) / 1e9,
            familiarity("tuning", details, PromptHalf.TUNE),
            counts,
            List.copyOf(remarks));
    return new Result(measurement, details);
  }

  private FamiliarityScore familiarity(String key, MeasureDetails details, PromptHalf split) {
    int probabilityPrompts =
        (int)
            details.probability().stream()
                .filter(answer -> split.holds(answer.prompt().split()))
                .count();
    int completionPrompts =
        (int)
            details.completion().stream()
                .filter(answer -> split.holds(answer.prompt().split()))
                .count();
    return new FamiliarityScore(
        known(
            key + ".probability",
            Familiarity.meanProbability(details.probability(), split),
            probabilityPrompts),
        known(
            key + ".completion",
            Familiarity.shareGivenAway(details.completion(), split),
            completionPrompts),
        probabilityPrompts + completionPrompts);
  }

  /** JSON knows no NaN: a number that rests on nothing, or is none, becomes null and a remark. */
  private Double known(String key, double value, long basis) {
    if (basis > 0 && Double.isFinite(value)) {
      return value;
    }
    remarks.add(
        basis == 0
            ? "%s is missing: there was nothing to measure it on".formatted(key)
            : "%s is missing: the model's answer was %s".formatted(key, value));
    return null;
  }

  private long units() {
    return inputs.probabilityPrompts().size()
        + inputs.completionPrompts().prompts().size()
        + (inputs.anchorTerms().isEmpty() ? 0 : settings.anchorOccurrences())
        + Math.min(settings.perplexityBlocks(), inputs.targetBlocks().size())
        + Math.min(settings.perplexityBlocks(), inputs.retainBlocks().size());
  }
}
