package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Generator;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.TokenScores;
import io.github.unlearn4j.text.Tokenizer;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** All that measuring asks of a model; tests answer it from a table. */
public interface MeasuredModel {

  /** For each request the natural-log probability of each token {@code ids[from..]}. */
  List<double[]> logLikelihoods(List<LogLikelihood.Request> requests);

  /** For each request what the model makes of each token {@code ids[from..]}. */
  List<TokenScores> tokenScores(List<LogLikelihood.Request> requests);

  /** The most probable continuation of each prompt, up to {@code tokens} long. */
  List<int[]> completeGreedily(List<int[]> prompts, int tokens);

  /** A decoder, whose answers end at the tokens its checkpoint names. */
  static MeasuredModel of(Decoder decoder, Tokenizer tokenizer) {
    return new MeasuredModel() {
      @Override
      public List<double[]> logLikelihoods(List<LogLikelihood.Request> requests) {
        List<double[]> logarithms = LogLikelihood.of(decoder, requests);
        check(logarithms.stream());
        return logarithms;
      }

      @Override
      public List<TokenScores> tokenScores(List<LogLikelihood.Request> requests) {
        List<TokenScores> scores = TokenScores.of(decoder, requests);
        check(scores.stream().map(TokenScores::logarithms));
        return scores;
      }

      private void check(Stream<double[]> logarithms) {
        if (logarithms.flatMapToDouble(DoubleStream::of).anyMatch(Double::isNaN)) {
          throw new UserError(
              ExitCode.NOT_FINITE,
              ("the model has no probability for some tokens: its weights are not finite, or a"
                   + " prompt is longer than its %d positions; lower the learning rate or shorten"
                   + " the prompts")
                  .formatted(decoder.config().maximumPositions()));
        }
      }

      @Override
      public List<int[]> completeGreedily(List<int[]> prompts, int tokens) {
        Generator.Options options = new Generator.Options(tokens, 0, 0, tokenizer.stopIds());
        return Generator.generate(decoder, prompts, options);
      }
    };
  }
}
