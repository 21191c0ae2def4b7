package io.github.unlearn4j.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.measure.ablation.AblationReport;
import io.github.unlearn4j.measure.ablation.AblationRow;
import io.github.unlearn4j.measure.ablation.AblationRow.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class AblationChartTest {
  private static AblationReport report(double lastPerplexityRatio) {
    List<State> curve =
        List.of(
            new State(0, 0.25, 1.0, null, null, 10.0, 1.0),
            new State(20, 0.1, 0.4, null, null, 11.0, 1.1),
            new State(40, 0.05, 0.2, null, null, null, lastPerplexityRatio));
    AblationRow row =
        new AblationRow(
            "gradient-ascent", null, 40, curve.getLast(), curve.get(1), curve, List.of());
    return new AblationReport(1.2, List.of(row), "");
  }

  @Test
  void whatIsDrawnIsWhatWasMeasured() {
    assertThat(AblationChart.html(report(1.3)))
        .contains("/variants/0/curve/2/retain_perplexity_ratio")
        .doesNotContain("Not drawn");
  }

  @Test
  void whatWouldFlattenTheOthersIsLeftOutAndSaidSo() {
    assertThat(AblationChart.html(report(200)))
        .contains("/variants/0/curve/1/retain_perplexity_ratio")
        .doesNotContain("/variants/0/curve/2/retain_perplexity_ratio")
        .contains("Not drawn, so that the others can be told apart: 1 of the numbers, above 3.");
  }
}
