package io.github.unlearn4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {
  @Test
  void examplesOfAboutTheSameLengthGoTogetherTheLongestFirst() {
    assertThat(lengths(MicroBatches.of(examples(7, 512, 150, 512, 256, 100, 90, 512), 4)))
        .containsExactly(List.of(512, 512, 512, 256), List.of(150, 100, 90), List.of(7));
    assertThat(lengths(MicroBatches.of(examples(512, 200, 180), 4)))
        .containsExactly(List.of(512), List.of(200, 180));
  }

  @Test
  void noMoreThanAskedForAndInTheirOrderWhereAllAreOfOneLength() {
    List<Example> batch = examples(8, 8, 8, 8, 8);

    assertThat(MicroBatches.of(batch, 2))
        .containsExactly(batch.subList(0, 2), batch.subList(2, 4), batch.subList(4, 5));
  }

  @Test
  void examplesOfOneWeightGoTogether() {
    List<Example> batch = examples(8, 8, 8);
    Example unlearnt = batch.get(1).unlearnt();

    assertThat(MicroBatches.of(List.of(batch.get(0), unlearnt, batch.get(2)), 4))
        .containsExactly(List.of(batch.get(0), batch.get(2)), List.of(unlearnt));
  }

  private static List<Example> examples(int... lengths) {
    return Arrays.stream(lengths)
        .mapToObj(length -> Example.languageModelling(new int[length]))
        .toList();
  }

  private static List<List<Integer>> lengths(List<List<Example>> microBatches) {
    return microBatches.stream()
        .map(micro -> micro.stream().map(example -> example.ids().length).toList())
        .toList();
  }
}
