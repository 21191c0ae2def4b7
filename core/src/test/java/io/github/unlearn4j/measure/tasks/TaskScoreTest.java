package io.github.unlearn4j.measure.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskScoreTest {
  private static final MultipleChoiceTask TASK = MultipleChoiceTask.named("piqa");

  @Test
  void lengthsAreCodePointsNeitherBytesNorHalvesOfCharacters() {
    ChoiceItem item = ChoiceItem.answers(0, "c", List.of("é🦊", "abc "), 0);

    assertThat(ItemScore.of(item, List.of(-1.0, -1.0)).lengths()).containsExactly(2, 4);
  }

  @Test
  void theFirstOfEqualChoicesWins() {
    assertThat(new ItemScore(0, 1, List.of(-3.0, -2.0, -2.0), List.of(3, 1, 1)).pick())
        .isEqualTo(1);
    assertThat(new ItemScore(0, 1, List.of(-3.0, -1.0), List.of(3, 1)).normalizedPick()).isZero();
  }

  @Test
  void aLongChoiceCanWinOnlyWhenLengthsCount() {
    ItemScore score = new ItemScore(0, 1, List.of(-4.0, -6.0), List.of(2, 6));

    assertThat(score.pick()).isZero();
    assertThat(score.normalizedPick()).isEqualTo(1);
  }

  @Test
  void theStandardErrorIsThatOfTheSampleMean() {
    List<ItemScore> scores = new ArrayList<>();
    for (int index = 0; index < 4; index++) {
      scores.add(new ItemScore(index, index == 3 ? 1 : 0, List.of(-1.0, -2.0), List.of(1, 1)));
    }

    TaskScore.Accuracy accuracy = new TaskScore(TASK, 9, scores).accuracy();

    assertThat(accuracy.value()).isEqualTo(0.75);
    // values 1, 1, 1, 0: deviation √(0.75 / 3) = 0.5
    assertThat(accuracy.standardError()).isCloseTo(0.25, within(1e-12));
    assertThat(new TaskScore(TASK, 9, scores.subList(0, 1)).metrics())
        .containsEntry("acc_stderr,none", null);
  }

  @Test
  void theSampleOfASeedIsAlwaysTheSameAndInTheOrderOfTheFile() {
    List<ChoiceItem> items = new ArrayList<>();
    for (int index = 0; index < 50; index++) {
      items.add(ChoiceItem.answers(index, "c", List.of("a", "b"), 0));
    }

    List<ChoiceItem> sample = ItemSample.of(items, 10, 7);

    assertThat(sample).hasSize(10).isEqualTo(ItemSample.of(items, 10, 7));
    assertThat(sample).isNotEqualTo(ItemSample.of(items, 10, 8));
    assertThat(sample.stream().map(ChoiceItem::index)).isSorted().doesNotHaveDuplicates();
    assertThat(ItemSample.of(items, 0, 7)).isEqualTo(items);
  }
}
