package io.github.unlearn4j.whp.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KeynessTest {
  private final Keyness keyness = new Keyness(1000, 3000);

  @Test
  void theScoreIsDunningsRatio() {
    // a = 12, b = 4; E = 1000 * 16 / 4000 = 4, F = 12; 2 (12 ln 3 + 4 ln 1/3)
    assertThat(keyness.score(12, 4)).isCloseTo(16 * Math.log(3), within(1e-12));
  }

  @Test
  void aTermThatTheRetainTextPrefersScoresBelowNought() {
    assertThat(keyness.score(1, 30)).isNegative();
    assertThat(keyness.score(1, 3)).isCloseTo(0, within(1e-12));
  }

  @Test
  void tenTimesTheRateMakesATermParticular() {
    assertThat(keyness.isParticular(10, 3)).isTrue();
    assertThat(keyness.isParticular(10, 4)).isFalse();
    assertThat(keyness.isParticular(1, 0)).isTrue();
  }

  @Test
  void withoutRetainTextTheCountIsTheScore() {
    assertThat(new Keyness(1000, 0).score(7, 0)).isEqualTo(7);
  }
}
