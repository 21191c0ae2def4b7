package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.Familiarity;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.text.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Probability prompts with other words around them: the same strings are asked for. */
final class Reworded {
  private Reworded() {}

  static ProbabilityPrompt of(ProbabilityPrompt prompt, String text) {
    return new ProbabilityPrompt(
        text, prompt.target(), prompt.generic(), prompt.style(), prompt.subtlety(), prompt.split());
  }

  static List<ProbabilityPrompt> of(
      List<ProbabilityPrompt> prompts, UnaryOperator<String> wording) {
    return prompts.stream().map(prompt -> of(prompt, wording.apply(prompt.prompt()))).toList();
  }

  /** For each prompt the probability of all strings that would give the target away. */
  static double[] probabilities(
      MeasuredModel model,
      Tokenizer tokenizer,
      List<ProbabilityPrompt> prompts,
      Progress.Task task) {
    return Familiarity.probability(model, tokenizer, prompts, task).stream()
        .mapToDouble(Familiarity.ProbabilityAnswer::probability)
        .toArray();
  }

  /** Asks every model of the context. */
  static Answers<double[]> probabilities(
      ProbeContext context, String name, List<ProbabilityPrompt> prompts) {
    return context.ask(
        name,
        prompts.size(),
        (model, task) -> probabilities(model, context.tokenizer(), prompts, task));
  }

  static List<Map<String, Object>> lines(
      List<ProbabilityPrompt> prompts, Answers<double[]> probabilities) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      int index = i;
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("prompt", prompts.get(i).prompt());
      line.put("probability", probabilities.map(all -> all[index]));
      lines.add(line);
    }
    return lines;
  }
}
