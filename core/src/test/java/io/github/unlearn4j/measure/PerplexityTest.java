package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.SampledTokens;
import io.github.unlearn4j.model.TokenScores;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PerplexityTest {
  /** Token {@code n} has probability 1/n. */
  private static final class InverseModel implements MeasuredModel {
    final List<Integer> firstTokens = new ArrayList<>();

    @Override
    public List<double[]> logLikelihoods(List<LogLikelihood.Request> requests) {
      requests.forEach(request -> firstTokens.add(request.ids()[0]));
      return requests.stream()
          .map(
              request ->
                  Arrays.stream(request.ids(), request.from(), request.ids().length)
                      .mapToDouble(id -> -Math.log(id))
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
      throw new UnsupportedOperationException();
    }
  }

  private final InverseModel model = new InverseModel();

  private static Block block(int... ids) {
    return new Block(0, "text", "", new Encoding(ids, new int[ids.length], new int[ids.length]));
  }

  private Perplexity.Result measure(int maximum, List<Block> blocks) {
    return Perplexity.of(model, blocks, maximum, Progress.silent().start("", 0, ""));
  }

  @Test
  void everyTokenWeighsTheSameAndTheFirstOfABlockNothing() {
    Perplexity.Result result = measure(9, List.of(block(100, 2, 2, 2), block(100, 16)));

    assertThat(result.tokens()).isEqualTo(4);
    assertThat(result.perplexity()).isCloseTo(Math.pow(2 * 2 * 2 * 16, 1 / 4.0), within(1e-9));
  }

  @Test
  void aBlockOfOneTokenIsPassedOver() {
    assertThat(measure(9, List.of(block(7), block(7, 3))).blocks()).isEqualTo(1);
  }

  @Test
  void nothingToScoreIsNoNumber() {
    assertThat(measure(9, List.of()).perplexity()).isNaN();
  }

  @Test
  void theSampleIsSpreadEvenlyAndTheSameEveryTime() {
    List<Block> blocks = IntStream.rangeClosed(1, 100).mapToObj(id -> block(id, 2)).toList();

    measure(4, blocks);

    assertThat(model.firstTokens).containsExactly(13, 38, 63, 88);
  }
}
