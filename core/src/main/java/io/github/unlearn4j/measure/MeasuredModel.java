package io.github.unlearn4j.measure;

import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.LogitSource;
import io.github.unlearn4j.model.SampledTokens;
import io.github.unlearn4j.model.TokenScores;
import io.github.unlearn4j.text.Tokenizer;
import java.util.List;

/** All that measuring asks of a model; tests answer it from a table. */
public interface MeasuredModel {

  /** For each request the natural-log probability of each token {@code ids[from..]}. */
  List<double[]> logLikelihoods(List<LogLikelihood.Request> requests);

  /** For each request what the model makes of each token {@code ids[from..]}. */
  List<TokenScores> tokenScores(List<LogLikelihood.Request> requests);

  /** The same for one who draws from the {@code k} likeliest tokens only. */
  List<SampledTokens> sampledTokens(List<LogLikelihood.Request> requests, int k);

  /** The most probable continuation of each prompt, up to {@code tokens} long. */
  List<int[]> completeGreedily(List<int[]> prompts, int tokens);

  /** A decoder, whose answers end at the tokens its checkpoint names. */
  static MeasuredModel of(Decoder decoder, Tokenizer tokenizer) {
    return of(LogitSource.of(decoder), tokenizer);
  }

  /** The same of any source of logits. */
  static MeasuredModel of(LogitSource source, Tokenizer tokenizer) {
    return new ReadModel(source, tokenizer.stopIds());
  }
}
