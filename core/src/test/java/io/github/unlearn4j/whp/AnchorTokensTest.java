package io.github.unlearn4j.whp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.TermFinder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnchorTokensTest {
  private final WordTokens tokens = new WordTokens();

  private List<Block> blocks(String... texts) {
    return IntStream.range(0, texts.length).mapToObj(i -> tokens.block(i, texts[i])).toList();
  }

  private List<String> telling(List<String> terms, String... texts) {
    return Arrays.stream(AnchorTokens.of(blocks(texts), new TermFinder(terms)))
        .mapToObj(tokens::token)
        .toList();
  }

  private BlockTranslation forbidding(String text, String whole, Anchor... anchors) {
    AnchorDictionary dictionary = new AnchorDictionary(List.of(anchors));
    return BlockTranslator.forbiddingAnchors(dictionary, tokens, 1, blocks(whole))
        .translate(tokens.block(0, text));
  }

  @Test
  void aTokenThatBeginsAnchorsAndNothingElseTellsOfThem() {
    assertThat(telling(List.of("Ada"), "so Ada and Ada", "saw Ada go")).containsExactly(" Ada");
    assertThat(telling(List.of("Ada"), "so Ada and Ada")).as("too rare to be sure").isEmpty();
  }

  @Test
  void aTokenThatBeginsOtherWordsAsWellDoesNot() {
    assertThat(telling(List.of("Thrumb"), "a Thrumb a Thrumb a Thrumb a Thrumb"))
        .containsExactly(" Thrumb");
    assertThat(telling(List.of("Thrumble"), "a Thrumble a Thrumble a Thrumble a Thrumbs"))
        .as("\" Thrumb\" begins an ordinary word, too")
        .isEmpty();
  }

  @Test
  void aTokenInsideAnAnchorIsNoOrdinaryWord() {
    assertThat(telling(List.of("Ada Moor", "Moor"), "Ada Moor, Ada Moor, a Moor a Moor a Moor"))
        .contains(" Moor");
  }

  @Test
  void anArticleThatBeginsAnAnchorDoesNotTellOfIt() {
    assertThat(telling(List.of("the Moor"), "at the Moor at the Moor at the Moor")).isEmpty();
  }

  @Test
  void aTellingTokenIsForbiddenFromTheStartOfEveryBlock() {
    BlockTranslation without =
        forbidding("she went on", "Ada, Ada Ada Ada Ada", Anchor.of("Ada", "Eve"));

    assertThat(without.replacements()).isEmpty();
    assertThat(without.forbidden().countAt(0)).isEqualTo(1);
    assertThat(tokens.token(without.forbidden().ids()[0])).isEqualTo(" Ada");
  }

  @Test
  void whereAnAnchorStandsItsOwnFirstTokenIsForbiddenJustThere() {
    BlockTranslation translation =
        forbidding("so Ada and Moor", "so Ada and Moor", Anchor.of("Ada", "Miss Eve"));

    assertThat(translation.forbidden().alone())
        .as("the position before Ada, in the translated block")
        .isEqualTo(Map.of(0, tokens.id(" Ada")));
    float[] logits = new float[200];
    Arrays.fill(logits, 2);
    translation.forbidden().apply(0, logits, logits.length, -1);
    assertThat(logits[tokens.id(" Ada")]).isEqualTo(-1);
    Arrays.fill(logits, 2);
    translation.forbidden().apply(1, logits, logits.length, -1);
    assertThat(logits[tokens.id(" Ada")]).isEqualTo(2);
  }

  @Test
  void thePaperForbidsStandInsOnly() {
    BlockTranslation paper =
        new BlockTranslator(new AnchorDictionary(List.of(Anchor.of("Ada", "Eve"))), tokens, 1)
            .translate(tokens.block(0, "so Ada went"));

    assertThat(paper.forbidden().alone()).isEmpty();
    assertThat(paper.forbidden().countAt(0)).isZero();
  }
}
