package io.github.unlearn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Drawing from the likeliest tokens only, against what the same model says of its likeliest. */
class SampledTokensTest {
  private static final int VOCABULARY = 96;

  @Test
  void whoDrawsFromTheLikeliestTokensSaysThemMoreOftenAndNoOther() {
    int[] ids = new Random(3).ints(40, 3, VOCABULARY).toArray();
    List<LogLikelihood.Request> requests = List.of(new LogLikelihood.Request(ids, 1));
    int k = 48; // half of the vocabulary, so that tokens at random fall on both sides
    try (Decoder decoder = Decoder.load(Golden.family("llama"), ComputeType.FLOAT32)) {
      SampledTokens some = SampledTokens.of(LogitSource.of(decoder), requests, k).getFirst();
      SampledTokens all =
          SampledTokens.of(LogitSource.of(decoder), requests, 2 * VOCABULARY).getFirst();
      List<TokenLogProbabilities.Scored> expected = TokenLogProbabilities.of(decoder, ids, 1, k);

      int outside = 0;
      for (int i = 0; i < expected.size(); i++) {
        TokenLogProbabilities.Scored row = expected.get(i);
        double likeliest = DoubleStream.of(row.topLogProbabilities()).map(Math::exp).sum();
        boolean within = row.logProbability() >= row.topLogProbabilities()[k - 1];
        assertThat(some.logarithms()[i]).isCloseTo(row.logProbability(), within(1e-4));
        if (within) {
          assertThat(some.drawn()[i])
              .isCloseTo(row.logProbability() - Math.log(likeliest), within(1e-4));
        } else {
          outside++;
          assertThat(some.drawn()[i]).isEqualTo(Double.NEGATIVE_INFINITY);
        }
        assertThat(all.drawn()[i]).isCloseTo(row.logProbability(), within(1e-4));
      }
      assertThat(outside).isBetween(5, 34);
    }
  }
}
