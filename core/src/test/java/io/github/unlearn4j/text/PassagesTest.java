package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PassagesTest {
  @Property(tries = 200)
  void passagesAreDistinctPiecesOfTheTextInItsOrder(
      @ForAll @IntRange(min = 1, max = 60) int length,
      @ForAll @IntRange(min = 1, max = 30) int count,
      @ForAll @IntRange(min = 1, max = 80) int words,
      @ForAll long seed) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(i % 7 == 0 ? "\n" : " ").append("w").append(i);
    }

    List<String> passages = Passages.draw(text.toString(), count, words, seed);

    assertThat(passages).isNotEmpty().hasSizeLessThanOrEqualTo(count);
    assertThat(new HashSet<>(passages)).hasSameSizeAs(passages);
    assertThat(passages)
        .allSatisfy(
            passage -> {
              assertThat(text.toString()).contains(passage);
              assertThat(passage.split("\\s+")).hasSize(Math.min(words, length));
            });
    assertThat(passages).isEqualTo(Passages.draw(text.toString(), count, words, seed));
  }
}
