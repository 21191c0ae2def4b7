package io.github.unlearn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class BlocksTest {
  static final List<String> names = GoldenTokenizers.ALL;
  private static final String TEXT =
      "The fog was patient 😀; the lamplighter's ladder, <s> he said, had gone out.\n\n".repeat(20);

  @ParameterizedTest
  @FieldSource("names")
  void blocksJoinToTheIdsAndTheTextOfTheWhole(String name) {
    try (Tokenizer tokenizer = GoldenTokenizers.load(name)) {
      List<Document> documents = List.of(new Document("a", TEXT), new Document("b", "The end."));

      List<Block> blocks = Blocks.of(documents, tokenizer, 64);

      int[] whole = tokenizer.encodePlain(TEXT).ids();
      int[] end = tokenizer.encodePlain("The end.").ids();
      assertThat(blocks.stream().flatMapToInt(block -> Arrays.stream(block.tokens().ids())))
          .containsExactlyElementsOf(
              IntStream.concat(Arrays.stream(whole), Arrays.stream(end)).boxed().toList());
      assertThat(blocks.stream().map(Block::text).collect(Collectors.joining()))
          .isEqualTo(TEXT + "The end.");
      assertThat(blocks.getLast().text()).isEqualTo("The end.");
      for (Block block : blocks) {
        assertThat(block.tokens().length()).isBetween(1, 64);
        TokenizerGoldenTest.assertTiles(block.text(), block.tokens());
      }
      assertThat(blocks)
          .extracting(Block::index)
          .containsExactlyElementsOf(IntStream.range(0, blocks.size()).boxed().toList());
    }
  }

  @ParameterizedTest
  @FieldSource("names")
  void blocksOfPlainTextAreFullButTheLast(String name) {
    try (Tokenizer tokenizer = GoldenTokenizers.load(name)) {
      String text = "The lamplighter counted his steps. ".repeat(40);

      List<Block> blocks = Blocks.of(List.of(new Document("a", text)), tokenizer, 32);

      assertThat(blocks.subList(0, blocks.size() - 1))
          .allMatch(block -> block.tokens().length() == 32);
    }
  }

  @ParameterizedTest
  @FieldSource("names")
  void noBlockEndsInsideACharacter(String name) {
    try (Tokenizer tokenizer = GoldenTokenizers.load(name)) {
      List<Block> blocks =
          Blocks.of(List.of(new Document("a", "a" + "😀".repeat(50))), tokenizer, 10);

      assertThat(blocks.stream().map(block -> tokenizer.decode(block.tokens().ids())))
          .noneMatch(text -> text.contains("\uFFFD"));
    }
  }

  @Test
  void aTextShorterThanOneBlockIsNamedWithItsTokens() {
    try (Tokenizer tokenizer = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL)) {
      List<Document> documents = List.of(new Document("tiny.txt", "12345"));

      assertThatThrownBy(() -> Blocks.of(documents, tokenizer, 8))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("tiny.txt has 5 tokens, less than one block of 8");
    }
  }

  @Property(tries = 300)
  void heldBackBlocksAreSpreadEvenlyAndNoneIsLost(
      @ForAll @IntRange(min = 0, max = 300) int count,
      @ForAll @DoubleRange(min = 0, max = 0.5) double share) {
    List<Block> blocks =
        IntStream.range(0, count).mapToObj(i -> new Block(i, "", "", null)).toList();

    HeldBack.Split split = HeldBack.split(blocks, share);

    int held = split.held().size();
    assertThat(held + split.trained().size()).isEqualTo(count);
    assertThat(split.held()).noneMatch(split.trained()::contains);
    boolean some = share > 0 && count > 1;
    assertThat(held)
        .isBetween(some ? 1 : 0, (int) Math.max(some ? 1 : 0, Math.ceil(count * share)));
    for (int i = 1; i < held; i++) {
      int gap = split.held().get(i).index() - split.held().get(i - 1).index();
      assertThat(gap).isBetween(count / held, count / held + 1);
    }
    assertThat(HeldBack.split(blocks, share)).isEqualTo(split);
  }
}
