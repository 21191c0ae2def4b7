package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.Perplexity;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import java.util.List;

/**
 * Does rounding the weights bring knowledge back? A small change of many weights can vanish in the
 * steps of a coarse number format (arXiv 2410.16454).
 */
final class Rounded implements FamiliarityProbe {
  private static final int BLOCKS = 4;

  private record Found(double[] probabilities, Perplexity.Result retain) {}

  private final int bits;

  Rounded(int bits) {
    this.bits = bits;
  }

  @Override
  public String name() {
    return "rounded-%d-bits".formatted(bits);
  }

  @Override
  public String shows() {
    return "familiarity with all matrices rounded to %d bits, in groups of 32 weights"
        .formatted(bits);
  }

  @Override
  public ProbeResult ask(ProbeContext context, List<ProbabilityPrompt> prompts) {
    Answers<double[]> plain = context.plainFamiliarity();
    Answers<Found> found =
        context.each(
            name(),
            prompts.size() + Math.min(BLOCKS, context.inputs().retainBlocks().size()),
            (model, task) -> model.askRounded(bits, rounded -> found(context, rounded, task)));
    return ProbeResult.of(this, found.map(Found::probabilities).map(Estimate::mean))
        .and("not rounded", plain.map(Estimate::mean))
        .and("retain perplexity", found.map(Found::retain).map(Rounded::perplexity))
        .lines(Reworded.lines(prompts, found.map(Found::probabilities)));
  }

  private static Found found(ProbeContext context, MeasuredModel model, Progress.Task task) {
    return new Found(
        Reworded.probabilities(model, context.tokenizer(), context.reportedPrompts(), task),
        Perplexity.of(model, context.inputs().retainBlocks(), BLOCKS, task));
  }

  private static Estimate perplexity(Perplexity.Result result) {
    return Estimate.exactly(result.perplexity(), result.blocks());
  }
}
