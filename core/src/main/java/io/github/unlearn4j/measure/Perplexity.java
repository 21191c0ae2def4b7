package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.Block;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How surprised a model is by text: exp(−Σ log p(token | what precedes it in its block) ÷ tokens),
 * over all blocks together. The first token of a block has nothing before it and is not scored.
 */
public final class Perplexity {
  private static final int BLOCKS_AT_A_TIME = 8;

  /**
   * @param perplexity NaN where there was nothing to score
   * @param tokens scored tokens
   */
  public record Result(double perplexity, int blocks, long tokens) {}

  private Perplexity() {}

  /** Measures at most {@code maximumBlocks} of {@code blocks}, spread evenly. */
  public static Result of(
      MeasuredModel model, List<Block> blocks, int maximumBlocks, Progress.Task task) {
    List<LogLikelihood.Request> requests =
        EvenSample.of(
                blocks.stream().filter(block -> block.tokens().length() > 1).toList(),
                maximumBlocks)
            .stream()
            .map(block -> new LogLikelihood.Request(block.tokens().ids(), 1))
            .toList();
    double sum = 0;
    long tokens = 0;
    for (int from = 0; from < requests.size(); from += BLOCKS_AT_A_TIME) {
      int end = Math.min(requests.size(), from + BLOCKS_AT_A_TIME);
      for (double[] logarithms : model.logLikelihoods(requests.subList(from, end))) {
        sum += DoubleStream.of(logarithms).sum();
        tokens += logarithms.length;
      }
      task.advance(end - from, "");
    }
    return new Result(Math.exp(-sum / tokens), requests.size(), tokens);
  }
}
