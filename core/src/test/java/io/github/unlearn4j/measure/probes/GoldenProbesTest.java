package io.github.unlearn4j.measure.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.RoundedWeights;
import io.github.unlearn4j.model.TokenScores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What probes look at on a tiny checkpoint, against torch (see golden/probes/make.py). */
class GoldenProbesTest {
  private static final JsonNode EXPECTED =
      Json.read(Golden.folder("probes").resolve("expected.json"));
  private static final int SUFFIX_FROM = 12;

  private Decoder decoder;

  @BeforeEach
  void load() {
    decoder = Decoder.load(Golden.family("llama"), ComputeType.FLOAT32);
  }

  @AfterEach
  void close() {
    decoder.close();
  }

  private List<TokenScores> scores() {
    List<LogLikelihood.Request> requests = new ArrayList<>();
    EXPECTED.path("sequences").forEach(row -> requests.add(new LogLikelihood.Request(ids(row), 1)));
    return TokenScores.of(decoder, requests);
  }

  private static int[] ids(JsonNode sequence) {
    return Json.json().convertValue(sequence.path("ids"), int[].class);
  }

  private static double[] numbers(JsonNode list) {
    return Json.json().convertValue(list, double[].class);
  }

  @Test
  void meanAndDeviationOverTheVocabularyAreTorchs() {
    List<TokenScores> scores = scores();

    for (int i = 0; i < scores.size(); i++) {
      JsonNode row = EXPECTED.path("sequences").path(i);
      assertThat(scores.get(i).logarithms())
          .containsExactly(numbers(row.path("log_probability")), within(1e-4));
      assertThat(scores.get(i).means()).containsExactly(numbers(row.path("mean")), within(1e-4));
      assertThat(scores.get(i).deviations())
          .containsExactly(numbers(row.path("deviation")), within(1e-4));
      assertThat(scores.get(i).greedy())
          .isEqualTo(Json.json().convertValue(row.path("greedy"), boolean[].class));
    }
  }

  @Test
  void minKAndMinKPlusPlusAreThoseOfTheAuthorsFormulas() {
    List<TokenScores> scores = scores();

    for (int i = 0; i < scores.size(); i++) {
      JsonNode row = EXPECTED.path("sequences").path(i);
      assertThat(LowestShare.minK(scores.get(i), 0.2))
          .isCloseTo(row.path("min_k").doubleValue(), within(1e-4));
      assertThat(LowestShare.minKPlusPlus(scores.get(i), 0.2))
          .isCloseTo(row.path("min_k_plus_plus").doubleValue(), within(1e-3));
    }
  }

  @Test
  void extractionIsTheSumOfTheSuffixAndItsStrengthOpenUnlearnings() {
    List<TokenScores> scores = scores();

    for (int i = 0; i < scores.size(); i++) {
      JsonNode row = EXPECTED.path("sequences").path(i);
      double[] suffix =
          LogLikelihood.of(decoder, List.of(new LogLikelihood.Request(ids(row), SUFFIX_FROM)))
              .getFirst();
      assertThat(DoubleStream.of(suffix).sum())
          .isCloseTo(row.path("suffix").doubleValue(), within(1e-3));
      assertThat(ExtractionStrength.of(scores.get(i)))
          .isCloseTo(row.path("extraction_strength").doubleValue(), within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 4})
  void aModelWithRoundedWeightsComputesWhatTorchDoesWithThem(int bits) {
    RoundedWeights.apply(decoder, bits);

    double[] found =
        LogLikelihood.of(
                decoder,
                List.of(new LogLikelihood.Request(ids(EXPECTED.path("sequences").path(0)), 1)))
            .getFirst();

    double[] expected = numbers(EXPECTED.path("rounded").path(Integer.toString(bits)));
    double[] unrounded = numbers(EXPECTED.path("sequences").path(0).path("log_probability"));
    assertThat(found).containsExactly(expected, within(2e-4));
    assertThat(Math.abs(expected[3] - unrounded[3])).isGreaterThan(1e-3);
  }
}
