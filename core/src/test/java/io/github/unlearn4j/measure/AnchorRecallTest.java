package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.AnchorRecall.Occurrence;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.GoldenTokenizers;
import io.github.unlearn4j.text.Tokenizer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AnchorRecallTest {
  private static final Tokenizer TOKENIZER = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL);

  private final FakeModel model =
      new FakeModel(TOKENIZER, 0.001)
          .expects("Ġlamp", 0.3)
          .expects("Ġgreen", 0.5)
          .expects("Ġladder", 0.4);

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  static Block block(int index, String text) {
    return new Block(index, "text", text, TOKENIZER.encodePlain(text));
  }

  private List<Occurrence> recall(int maximum, List<Block> blocks, String... terms) {
    return AnchorRecall.of(
        model, blocks, List.of(terms), maximum, Progress.silent().start("", 0, ""));
  }

  @Test
  void allTokensOfAnAnchorCount() {
    List<Occurrence> found =
        recall(9, List.of(block(0, "He put the green ladder in")), "green ladder");

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().start()).isEqualTo(11);
    assertThat(found.getFirst().probability()).isCloseTo(0.5 * 0.4, within(1e-12));
  }

  @Test
  void theModelSeesOnlyWhatPrecedesTheAnchor() {
    recall(9, List.of(block(0, "He put the lamp in the fog")), "lamp");

    assertThat(TOKENIZER.decode(model.asked.getFirst().ids())).isEqualTo("He put the lamp");
  }

  @Test
  void onlyTheFirstOccurrenceInABlockCounts() {
    List<Block> blocks =
        List.of(block(0, "the lamp, the lamp's fog, a lamp"), block(1, "one lamp or two"));

    assertThat(recall(9, blocks, "lamp")).extracting(Occurrence::block).containsExactly(0, 1);
  }

  @Test
  void aTermThatStoodInsideALongerOneIsNoLongerNew() {
    List<Block> blocks = List.of(block(0, "the green ladder was the ladder"));

    assertThat(recall(9, blocks, "ladder", "green ladder"))
        .extracting(Occurrence::term)
        .containsExactly("green ladder");
  }

  @Test
  void aLongerTermIsStillNewBehindItsPart() {
    List<Block> blocks = List.of(block(0, "the ladder was the green ladder"));

    assertThat(recall(9, blocks, "ladder", "green ladder"))
        .extracting(Occurrence::term)
        .containsExactly("ladder", "green ladder");
  }

  @Test
  void anAnchorAtTheStartOfABlockIsLeftOut() {
    assertThat(recall(9, List.of(block(0, "lamp in the fog")), "lamp")).isEmpty();
    assertThat(AnchorRecall.mean(List.of())).isNaN();
  }

  @Test
  void theSampleIsSpreadEvenlyAndTheSameEveryTime() {
    List<Block> blocks =
        IntStream.range(0, 10).mapToObj(index -> block(index, "the lamp in the fog")).toList();

    assertThat(recall(3, blocks, "lamp")).extracting(Occurrence::block).containsExactly(1, 5, 8);
  }
}
