package io.github.unlearn4j.whp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.tensor.Torch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class GenericLogitsTest {
  @Test
  void whatReinforcingRaisedIsPushedDownByAlphaTimesTheRise() {
    assertThat(equation(2, LabelSettings.Offset.LOGITS, new float[] {1, 2, 3}, 3, 2, 0))
        .containsExactly(-3, 2, 3);
  }

  @Test
  void inLogProbabilitiesAShiftOfAWholeRowIsNoRise() {
    float[] row = {1, 2, 3};

    float[] shifted = equation(5, LabelSettings.Offset.LOG_PROBABILITIES, row, 11, 12, 13);

    for (int i = 0; i < row.length; i++) {
      assertThat(shifted[i] - shifted[0]).isCloseTo(row[i] - row[0], within(1e-5f));
    }
  }

  private static float[] equation(
      double alpha, LabelSettings.Offset offset, float[] baseline, float... reinforced) {
    try (PointerScope scope = new PointerScope()) {
      Tensor row =
          GenericLogits.equation(alpha, offset)
              .apply(Torch.floats(baseline, 1, 3), Torch.floats(reinforced, 1, 3));
      return Torch.toFloats(row);
    }
  }
}
