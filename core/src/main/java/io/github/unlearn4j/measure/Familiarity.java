package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** How much of the target a model still gives away. */
public final class Familiarity {
  private static final int PROMPTS_AT_A_TIME = 32;

  /**
   * @param probability of all strings together that would give the target away
   * @param strings probability of each of them; those that begin with another are left out
   */
  public record ProbabilityAnswer(
      ProbabilityPrompt prompt, double probability, Map<String, Double> strings) {}

  /**
   * @param completion greedy, special tokens left out
   * @param names of the give-away list that the completion brings up and the prompt does not hold
   */
  public record CompletionAnswer(CompletionPrompt prompt, String completion, List<String> names) {
    public boolean givesAway() {
      return !names.isEmpty();
    }
  }

  private Familiarity() {}

  /**
   * Probability form: for each prompt the sum over its target strings of Π p(token | before), a
   * string of several tokens with its whole probability. The familiarity is the mean over prompts.
   */
  public static List<ProbabilityAnswer> probability(
      MeasuredModel model,
      Tokenizer tokenizer,
      List<ProbabilityPrompt> prompts,
      Progress.Task task) {
    return InPortions.ask(
        prompts, PROMPTS_AT_A_TIME, task, some -> someProbabilities(model, tokenizer, some));
  }

  private static List<ProbabilityAnswer> someProbabilities(
      MeasuredModel model, Tokenizer tokenizer, List<ProbabilityPrompt> prompts) {
    List<List<Continuation>> continuations = new ArrayList<>();
    List<LogLikelihood.Request> requests = new ArrayList<>();
    for (ProbabilityPrompt prompt : prompts) {
      List<Continuation> distinct =
          Continuation.distinct(
              prompt.target().stream()
                  .map(string -> Continuation.of(tokenizer, prompt.prompt(), string))
                  .toList());
      continuations.add(distinct);
      distinct.forEach(continuation -> requests.add(continuation.request()));
    }
    List<double[]> logarithms = model.logLikelihoods(requests);
    List<ProbabilityAnswer> answers = new ArrayList<>();
    int next = 0;
    for (int index = 0; index < prompts.size(); index++) {
      Map<String, Double> strings = new LinkedHashMap<>();
      double total = 0;
      for (Continuation continuation : continuations.get(index)) {
        double probability = Math.exp(DoubleStream.of(logarithms.get(next++)).sum());
        strings.put(continuation.string(), probability);
        total += probability;
      }
      answers.add(new ProbabilityAnswer(prompts.get(index), total, strings));
    }
    return answers;
  }

  /**
   * Completion form without a judge: completes each prompt greedily and looks for give-away names
   * that the prompt did not hold. The familiarity is the share of prompts where one is found. (The
   * paper lets a large model grade the completions; a list of names sees explicit names only.)
   */
  public static List<CompletionAnswer> completion(
      MeasuredModel model,
      Tokenizer tokenizer,
      CompletionPrompts prompts,
      int tokens,
      Progress.Task task) {
    return InPortions.ask(
        prompts.prompts(),
        PROMPTS_AT_A_TIME,
        task,
        some -> {
          List<int[]> completed =
              model.completeGreedily(
                  some.stream()
                      .map(prompt -> Continuation.promptIds(tokenizer, prompt.prompt()))
                      .toList(),
                  tokens);
          return IntStream.range(0, some.size())
              .mapToObj(i -> answer(prompts, some.get(i), tokenizer.decode(completed.get(i))))
              .toList();
        });
  }

  private static CompletionAnswer answer(
      CompletionPrompts prompts, CompletionPrompt prompt, String completion) {
    return new CompletionAnswer(
        prompt, completion, prompts.giveaways().broughtUp(prompt, completion));
  }

  /** Mean probability over the prompts of one half; NaN where it holds none. */
  public static double meanProbability(List<ProbabilityAnswer> answers, PromptHalf split) {
    return answers.stream()
        .filter(answer -> split.holds(answer.prompt().split()))
        .mapToDouble(ProbabilityAnswer::probability)
        .average()
        .orElse(Double.NaN);
  }

  /** Share of the prompts of one half whose completion gives the target away; NaN: it is empty. */
  public static double shareGivenAway(List<CompletionAnswer> answers, PromptHalf split) {
    return answers.stream()
        .filter(answer -> split.holds(answer.prompt().split()))
        .mapToDouble(answer -> answer.givesAway() ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }
}
