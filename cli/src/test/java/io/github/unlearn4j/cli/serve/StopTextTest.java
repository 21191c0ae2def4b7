package io.github.unlearn4j.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopTextTest {
  @Test
  void textWithoutStopsPassesAtOnce() {
    StopText stop = new StopText(List.of());

    assertThat(stop.next("one")).isEqualTo("one");
    assertThat(stop.next(" two")).isEqualTo(" two");
    assertThat(stop.finish()).isEmpty();
    assertThat(stop.found()).isFalse();
  }

  @Test
  void aStopThatComesInPiecesIsHeldAndNeverShown() {
    StopText stop = new StopText(List.of("\n\nEnd"));

    assertThat(stop.next("text\n")).isEqualTo("text");
    assertThat(stop.next("\nE")).isEmpty();
    assertThat(stop.next("ndless")).isEmpty();
    assertThat(stop.found()).isTrue();
    assertThat(stop.finish()).isEmpty();
  }

  @Test
  void whatOnlyLookedLikeAStopComesLater() {
    StopText stop = new StopText(List.of("abc"));

    assertThat(stop.next("xab")).isEqualTo("x");
    assertThat(stop.next("ab")).isEqualTo("ab");
    assertThat(stop.next("d")).isEqualTo("abd");
    assertThat(stop.next("a")).isEmpty();
    assertThat(stop.finish()).isEqualTo("a");
  }

  @Test
  void theEarliestOfSeveralStopsEndsTheText() {
    StopText stop = new StopText(List.of("late", "now"));

    assertThat(stop.next("go on now, not late")).isEqualTo("go on ");
    assertThat(stop.found()).isTrue();
  }

  @Test
  void aStopAtTheVeryBeginningLeavesNothing() {
    StopText stop = new StopText(List.of("x"));

    assertThat(stop.next("xyz")).isEmpty();
    assertThat(stop.found()).isTrue();
  }
}
