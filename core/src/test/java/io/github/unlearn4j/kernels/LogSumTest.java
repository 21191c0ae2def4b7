package io.github.unlearn4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogSumTest {
  @Test
  void theLoopWithVectorsSaysWhatPlainArithmeticSays() {
    SplittableRandom random = new SplittableRandom(5);
    for (int count : new int[] {1, 7, 16, 33, 4096, 49_152}) {
      float[] row = new float[count + 3];
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextDouble(-40, 25);
      }
      row[count] = 1e9f; // not counted

      assertThat(LogSum.of(row, count)).isCloseTo(exact(row, count), within(1e-5));
      assertThat(LogSum.plain(row, count)).isCloseTo(exact(row, count), within(1e-5));
    }
  }

  @Test
  void largeNumbersDoNotOverflowAndNaNIsNotHidden() {
    assertThat(LogSum.of(new float[] {1000, 1000, -1000}, 3))
        .isCloseTo(1000 + Math.log(2), within(1e-4));
    float[] broken = new float[40];
    broken[17] = Float.NaN;
    assertThat(LogSum.of(broken, 40)).isNaN();
    assertThat(LogSum.plain(broken, 40)).isNaN();
  }

  private static double exact(float[] row, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(row[i]);
    }
    return Math.log(sum);
  }
}
