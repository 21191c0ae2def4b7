package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvenSampleTest {
  /** Ten of "a", two of "b", one of "c", as a book beside short texts. */
  private static final List<String> ITEMS =
      List.of("a0", "a1", "a2", "a3", "a4", "b0", "b1", "a5", "a6", "a7", "c0", "a8", "a9");

  @Test
  void aSampleComesFromTheMiddleOfEqualParts() {
    assertThat(EvenSample.of(IntStream.range(0, 10).boxed().toList(), 3)).containsExactly(1, 5, 8);
    assertThat(EvenSample.of(List.of(7, 8), 3)).containsExactly(7, 8);
  }

  @Test
  void smallGroupsGiveAllTheyHaveBeforeALargeOneGivesMore() {
    assertThat(sample(5)).containsExactly("a2", "b0", "b1", "a7", "c0");
    assertThat(sample(3)).containsExactly("b1", "a5", "c0");
  }

  @Test
  void fewerItemsThanGroupsComeFromDifferentGroups() {
    assertThat(sample(2)).containsExactly("a0", "c0");
  }

  @Test
  void enoughRoomTakesEverythingInItsOrder() {
    assertThat(sample(13)).isEqualTo(ITEMS);
    assertThat(sample(100)).isEqualTo(ITEMS);
  }

  private static List<String> sample(int count) {
    return EvenSample.acrossGroups(ITEMS, item -> item.charAt(0), count);
  }
}
