package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.Generator;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.LogitSource;
import io.github.unlearn4j.model.SampledTokens;
import io.github.unlearn4j.model.TokenScores;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A model that is asked by reading logits; answers that are no numbers end the work.
 *
 * @param stopIds tokens that end a completion
 */
record ReadModel(LogitSource source, int[] stopIds) implements MeasuredModel {

  @Override
  public List<double[]> logLikelihoods(List<LogLikelihood.Request> requests) {
    List<double[]> logarithms = LogLikelihood.of(source, requests);
    check(logarithms.stream());
    return logarithms;
  }

  @Override
  public List<TokenScores> tokenScores(List<LogLikelihood.Request> requests) {
    List<TokenScores> scores = TokenScores.of(source, requests);
    check(scores.stream().map(TokenScores::logarithms));
    return scores;
  }

  @Override
  public List<SampledTokens> sampledTokens(List<LogLikelihood.Request> requests, int k) {
    List<SampledTokens> tokens = SampledTokens.of(source, requests, k);
    check(tokens.stream().map(SampledTokens::logarithms));
    return tokens;
  }

  @Override
  public List<int[]> completeGreedily(List<int[]> prompts, int tokens) {
    return Generator.generate(source, prompts, new Generator.Options(tokens, 0, 0, stopIds));
  }

  private void check(Stream<double[]> logarithms) {
    if (logarithms.flatMapToDouble(DoubleStream::of).anyMatch(Double::isNaN)) {
      throw new UserError(
          ExitCode.NOT_FINITE,
          ("the model has no probability for some tokens: its weights are not finite, or a"
                  + " prompt is longer than its %d positions; lower the learning rate or shorten"
                  + " the prompts")
              .formatted(source.maximumPositions()));
    }
  }
}
