package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.Continuation;
import io.github.unlearn4j.measure.InPortions;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.model.LogLikelihood;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * TOFU's truth ratio of each prompt (arXiv 2401.06121): mean over the generic strings of
 * P(string)^(1 ÷ tokens), divided by the same of the string that would give the target away (the
 * likeliest of them). Small: the truth stands out.
 *
 * @param prompts those with generic strings
 */
record TruthRatios(List<ProbabilityPrompt> prompts, Answers<double[]> ratios) {
  private static final int AT_A_TIME = 16;

  static TruthRatios of(ProbeContext context) {
    List<ProbabilityPrompt> prompts =
        context.reportedPrompts().stream().filter(prompt -> !prompt.generic().isEmpty()).toList();
    Answers<double[]> ratios =
        context.ask(
            "truth ratios", prompts.size(), (model, task) -> ask(context, model, prompts, task));
    return new TruthRatios(prompts, ratios);
  }

  private static double[] ask(
      ProbeContext context,
      MeasuredModel model,
      List<ProbabilityPrompt> prompts,
      Progress.Task task) {
    return InPortions.ask(prompts, AT_A_TIME, task, some -> ask(context, model, some)).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static List<Double> ask(
      ProbeContext context, MeasuredModel model, List<ProbabilityPrompt> prompts) {
    List<LogLikelihood.Request> requests =
        prompts.stream()
            .flatMap(
                prompt ->
                    Stream.concat(prompt.target().stream(), prompt.generic().stream())
                        .map(s -> Continuation.of(context.tokenizer(), prompt.prompt(), s)))
            .map(Continuation::request)
            .toList();
    List<double[]> logarithms = model.logLikelihoods(requests);
    List<Double> ratios = new ArrayList<>();
    int next = 0;
    for (ProbabilityPrompt prompt : prompts) {
      int generic = next + prompt.target().size();
      int end = generic + prompt.generic().size();
      ratios.add(ratio(logarithms.subList(next, generic), logarithms.subList(generic, end)));
      next = end;
    }
    return ratios;
  }

  /**
   * @param truth log p of each token of each string that would give the target away
   * @param generic the same of the others
   */
  static double ratio(List<double[]> truth, List<double[]> generic) {
    double others = generic.stream().mapToDouble(TruthRatios::perToken).average().orElseThrow();
    return others / truth.stream().mapToDouble(TruthRatios::perToken).max().orElseThrow();
  }

  /** P^(1 ÷ tokens). */
  private static double perToken(double[] logarithms) {
    return Math.exp(DoubleStream.of(logarithms).average().orElseThrow());
  }
}
