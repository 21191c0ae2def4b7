package io.github.unlearn4j.cli.serve;

import io.github.unlearn4j.model.Generator;
import java.util.List;

/**
 * What a client asked for, checked.
 *
 * @param chat whether it is to be an assistant's message, else the continuation of a text
 * @param prompt tokens to go on from
 * @param maxTokens tokens to add at most; they fit into the model's positions
 * @param stop strings that end the answer and are no part of it
 * @param stream whether pieces are wanted as they come
 * @param usageInStream whether a stream ends with the number of tokens
 * @param topLogProbabilities how many likely tokens to name at each place; −1: no log probabilities
 *     at all
 */
record AnswerRequest(
    ServedModel model,
    boolean chat,
    int[] prompt,
    int maxTokens,
    double temperature,
    long seed,
    List<String> stop,
    boolean stream,
    boolean usageInStream,
    int topLogProbabilities) {

  Generator.Options options() {
    return new Generator.Options(maxTokens, temperature, seed, model.tokenizer().stopIds());
  }
}
