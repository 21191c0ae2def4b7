package io.github.unlearn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  private static final long GIBIBYTE = 1L << 30;

  @Test
  void aSpreadKnowsTheMedianOfOddAndEvenCounts() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ratiosAreTakenPairByPair() {
    Comparison comparison =
        new Comparison(
            Work.TRAIN,
            "model",
            List.of(sample(1, 100, 1), sample(2, 100, 1)),
            List.of(sample(2, 100, 2), sample(3, 100, 4)),
            "");

    assertThat(comparison.speedRatios()).containsExactly(2.0, 1.5);
    assertThat(comparison.memoryRatios()).containsExactly(0.5, 0.25);
  }

  @Test
  void theTableHasARowForEachComparisonAndSaysWhatWasNotRun() {
    ResultTable table =
        new ResultTable(
            Map.of("processor", "a fast one"),
            List.of(
                new Comparison(
                    Work.GENERATE,
                    "small",
                    List.of(sample(1, 200, 1)),
                    List.of(sample(1, 100, 2)),
                    "peer: eager"),
                new Comparison(Work.BOUND, "small", List.of(sample(1, 500, 0)), List.of(), "")));

    String page = table.markdown();

    assertThat(page)
        .contains("| processor | a fast one |")
        .contains("| generate | small | tokens/s | 200 (200 – 200) | 100 (100 – 100) | 2.00")
        .contains("| bound | small | tokens/s | 500 (500 – 500) | not run |")
        .contains("- generate, small: peer: eager");
    assertThat(Json.toText(table.json()))
        .contains("\"ratio_median\" : 2.0")
        .contains("\"peak_bytes\" : " + GIBIBYTE);
  }

  private static Sample sample(double seconds, double units, long gibibytes) {
    return new Sample(seconds, units, gibibytes * GIBIBYTE, "");
  }
}
