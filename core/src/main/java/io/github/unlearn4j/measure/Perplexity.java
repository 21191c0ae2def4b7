package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.Block;
import java.util.ArrayList;
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
   * @param scores what the number is made of, block by block
   */
  public record Result(double perplexity, int blocks, long tokens, List<BlockScore> scores) {}

  /**
   * @param block number of the block in its corpus
   * @param logProbability Σ ln p(token) over its scored tokens
   */
  public record BlockScore(int block, double logProbability, int tokens) {}

  private Perplexity() {}

  /** The blocks that {@link #of} reads; whatever else there is may be trained on. */
  public static List<Block> measured(List<Block> blocks, int maximumBlocks) {
    return EvenSample.of(
        blocks.stream().filter(block -> block.tokens().length() > 1).toList(), maximumBlocks);
  }

  /** Measures at most {@code maximumBlocks} of {@code blocks}, spread evenly. */
  public static Result of(
      MeasuredModel model, List<Block> blocks, int maximumBlocks, Progress.Task task) {
    List<Block> chosen = measured(blocks, maximumBlocks);
    List<BlockScore> scores = new ArrayList<>();
    for (int from = 0; from < chosen.size(); from += BLOCKS_AT_A_TIME) {
      int end = Math.min(chosen.size(), from + BLOCKS_AT_A_TIME);
      List<double[]> logarithms =
          model.logLikelihoods(
              chosen.subList(from, end).stream()
                  .map(block -> new LogLikelihood.Request(block.tokens().ids(), 1))
                  .toList());
      for (int i = from; i < end; i++) {
        double[] tokens = logarithms.get(i - from);
        scores.add(
            new BlockScore(chosen.get(i).index(), DoubleStream.of(tokens).sum(), tokens.length));
      }
      task.advance(end - from, "");
    }
    double sum = scores.stream().mapToDouble(BlockScore::logProbability).sum();
    long tokens = scores.stream().mapToLong(BlockScore::tokens).sum();
    return new Result(Math.exp(-sum / tokens), scores.size(), tokens, scores);
  }
}
