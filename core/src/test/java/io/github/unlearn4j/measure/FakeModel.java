package io.github.unlearn4j.measure;

import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.SampledTokens;
import io.github.unlearn4j.model.TokenScores;
import io.github.unlearn4j.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that answers from tables: the probability of a token depends on its piece alone, and a
 * prompt is completed with the text that was set for it.
 */
final class FakeModel implements MeasuredModel {
  private final Tokenizer tokenizer;
  private final double otherwise;
  private final Map<Integer, Double> probabilities = new HashMap<>();
  private final Map<String, String> completions = new HashMap<>();
  final List<LogLikelihood.Request> asked = new ArrayList<>();

  FakeModel(Tokenizer tokenizer, double otherwise) {
    this.tokenizer = tokenizer;
    this.otherwise = otherwise;
  }

  FakeModel expects(String piece, double probability) {
    probabilities.put(tokenizer.id(piece).orElseThrow(), probability);
    return this;
  }

  FakeModel completes(String prompt, String completion) {
    completions.put(prompt, completion);
    return this;
  }

  @Override
  public List<double[]> logLikelihoods(List<LogLikelihood.Request> requests) {
    asked.addAll(requests);
    return requests.stream()
        .map(
            request ->
                Arrays.stream(request.ids(), request.from(), request.ids().length)
                    .mapToDouble(id -> Math.log(probabilities.getOrDefault(id, otherwise)))
                    .toArray())
        .toList();
  }

  @Override
  public List<TokenScores> tokenScores(List<LogLikelihood.Request> requests) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<SampledTokens> sampledTokens(List<LogLikelihood.Request> requests, int k) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<int[]> completeGreedily(List<int[]> prompts, int tokens) {
    return prompts.stream()
        .map(ids -> completions.getOrDefault(tokenizer.decode(ids), ""))
        .map(text -> tokenizer.encode(text, false).ids())
        .map(ids -> Arrays.copyOf(ids, Math.min(ids.length, tokens)))
        .toList();
  }
}
