package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.Block;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

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
    List<BlockScore> scores =
        InPortions.ask(chosen, BLOCKS_AT_A_TIME, task, some -> scores(model, some));
    double sum = scores.stream().mapToDouble(BlockScore::logProbability).sum();
    long tokens = scores.stream().mapToLong(BlockScore::tokens).sum();
    return new Result(Math.exp(-sum / tokens), scores.size(), tokens, scores);
  }

  private static List<BlockScore> scores(MeasuredModel model, List<Block> blocks) {
    List<double[]> logarithms =
        model.logLikelihoods(
            blocks.stream()
                .map(block -> new LogLikelihood.Request(block.tokens().ids(), 1))
                .toList());
    return IntStream.range(0, blocks.size())
        .mapToObj(
            i ->
                new BlockScore(
                    blocks.get(i).index(),
                    DoubleStream.of(logarithms.get(i)).sum(),
                    logarithms.get(i).length))
        .toList();
  }
}
