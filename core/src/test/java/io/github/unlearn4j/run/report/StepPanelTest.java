package io.github.unlearn4j.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepPanelTest {
  private static final List<StepPanel.Point> FALLING =
      List.of(new StepPanel.Point(0, 0.25, 0), new StepPanel.Point(20, 0.1, 0));

  @Test
  void theLimitLiesAtItsPlaceOfTheAxis() {
    String svg = new StepPanel("familiarity", FALLING, 0.0125, true, "%.4f").svg();

    // The axis goes from 0 to 1.2 · 0.25 = 0.3, 148 units high below 16 free ones:
    // 16 + 148 · (0.3 − 0.0125) ÷ 0.3 = 157.8.
    assertThat(svg)
        .contains("<line class=\"limit\" x1=\"56\" y1=\"157.8\" x2=\"464\" y2=\"157.8\"/>")
        .contains("points=\"56.0,40.7 464.0,114.7\"");
  }

  @Test
  void anAxisThatNeedNotBeginAtZeroSpansTheBarsOfTheErrors() {
    List<StepPanel.Point> points =
        List.of(new StepPanel.Point(10, 0.5, 0.05), new StepPanel.Point(20, 0.6, 0.05));

    String svg = new StepPanel("arc_easy, acc_norm", points, null, false, "%.4f").svg();

    // From 0.45 to 0.65, and a fifth of that more on both sides.
    assertThat(svg)
        .contains(">0.6900</text>", ">0.4100</text>", "step 10: 0.5000 ± 0.0500</title>")
        .doesNotContain("class=\"limit\"");
  }

  @Test
  void aFlatLineIsDrawnAndASinglePointIsNot() {
    List<StepPanel.Point> flat =
        List.of(new StepPanel.Point(0, 0, 0), new StepPanel.Point(20, 0, 0));

    assertThat(new StepPanel("familiarity", flat, 0.0, true, "%.4f").svg())
        .contains("points=\"56.0,164.0 464.0,164.0\"")
        .doesNotContain("NaN", "Infinity");
    assertThat(new StepPanel("familiarity", flat.subList(0, 1), null, true, "%.4f").svg())
        .isEmpty();
  }
}
