package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.SampledTokens;
import io.github.unlearn4j.model.TokenScores;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.train.TrainSettings;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A model that answers from a table; rounding and training turn it into the ones that were set for
 * it.
 */
final class TableModel implements MeasuredModel, ProbedModel {
  /** Probability of the token at {@code position} behind those before it. */
  @FunctionalInterface
  interface Table {
    double probability(int[] ids, int position);
  }

  private final Table table;
  private TableModel rounded = this;
  private List<TableModel> trained = List.of();

  TableModel(Table table) {
    this.table = table;
  }

  /** The same probability for every token. */
  static TableModel uniform(double probability) {
    return new TableModel((ids, position) -> probability);
  }

  /** A probability for one piece, another one for all else. */
  static TableModel of(Tokenizer tokenizer, String piece, double probability, double otherwise) {
    int id = tokenizer.id(piece).orElseThrow();
    return new TableModel((ids, position) -> ids[position] == id ? probability : otherwise);
  }

  TableModel whenRounded(TableModel other) {
    rounded = other;
    return this;
  }

  TableModel whileTraining(TableModel... others) {
    trained = List.of(others);
    return this;
  }

  @Override
  public List<double[]> logLikelihoods(List<LogLikelihood.Request> requests) {
    return requests.stream()
        .map(
            request ->
                IntStream.range(request.from(), request.ids().length)
                    .mapToDouble(i -> Math.log(table.probability(request.ids(), i)))
                    .toArray())
        .toList();
  }

  /** Mean −2 and deviation 1 everywhere; a token above one half is the likeliest. */
  @Override
  public List<TokenScores> tokenScores(List<LogLikelihood.Request> requests) {
    return logLikelihoods(requests).stream()
        .map(
            logarithms -> {
              double[] means = new double[logarithms.length];
              double[] deviations = new double[logarithms.length];
              boolean[] greedy = new boolean[logarithms.length];
              for (int i = 0; i < logarithms.length; i++) {
                means[i] = -2;
                deviations[i] = 1;
                greedy[i] = logarithms[i] > Math.log(0.5);
              }
              return new TokenScores(logarithms, means, deviations, greedy);
            })
        .toList();
  }

  /** A token below 1 ÷ k is none of the k likeliest; the others have the table's probability. */
  @Override
  public List<SampledTokens> sampledTokens(List<LogLikelihood.Request> requests, int k) {
    return logLikelihoods(requests).stream()
        .map(
            all ->
                new SampledTokens(
                    all,
                    DoubleStream.of(all)
                        .map(one -> one < -Math.log(k) ? Double.NEGATIVE_INFINITY : one)
                        .toArray()))
        .toList();
  }

  /** Says the prompt again. */
  @Override
  public List<int[]> completeGreedily(List<int[]> prompts, int tokens) {
    return prompts.stream().map(ids -> IntStream.of(ids).limit(tokens).toArray()).toList();
  }

  @Override
  public <T> T ask(Function<MeasuredModel, T> question) {
    return question.apply(this);
  }

  @Override
  public <T> T askRounded(int bits, Function<MeasuredModel, T> question) {
    return question.apply(rounded);
  }

  @Override
  public <T> List<T> askWhileTraining(
      List<Example> examples,
      TrainSettings settings,
      int everySteps,
      Function<MeasuredModel, T> question) {
    return Stream.concat(Stream.of(this), trained.stream())
        .map(model -> question.apply(model))
        .toList();
  }

  @Override
  public boolean isLoaded() {
    return false;
  }
}
