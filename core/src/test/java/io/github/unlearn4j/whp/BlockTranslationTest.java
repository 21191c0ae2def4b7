package io.github.unlearn4j.whp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Encoding;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Blocks made by hand: paper.md 1.4 as cases. */
class BlockTranslationTest {
  private final WordTokens tokens = new WordTokens();

  private BlockTranslation translate(String text, Anchor... anchors) {
    AnchorDictionary dictionary = new AnchorDictionary(List.of(anchors));
    return new BlockTranslator(dictionary, tokens, 1).translate(tokens.block(0, text));
  }

  private String arrows(String text, Anchor... anchors) {
    return tokens.arrows(translate(text, anchors));
  }

  private String forbidden(BlockTranslation translation, int position) {
    return Arrays.stream(translation.forbidden().ids())
        .limit(translation.forbidden().countAt(position))
        .mapToObj(tokens::token)
        .collect(Collectors.joining("|"));
  }

  @Test
  void aLongerStandInMovesWhatFollows() {
    assertThat(arrows("so Ada went", Anchor.of("Ada", "Miss Clementine")))
        .isEqualTo("so>so@0| Ada>tine@3| went> went@4");
  }

  @Test
  void aShorterStandInHasNoLabelInsideTheAnchor() {
    assertThat(arrows("at Blackwater House now", Anchor.of("Blackwater House", "Elm")))
        .isEqualTo("at>at@0| Blackw|ater| House> Elm@1| now> now@2");
  }

  @Test
  void theFirstOccurrenceIsTrainedAndTheTokenBeforeALaterOneIsNot() {
    assertThat(arrows("saw Ada and Ada and Ada.", Anchor.of("Ada", "Eve")))
        .isEqualTo("saw>saw@0| Ada> Eve@1| and| Ada> Eve@3| and| Ada> Eve@5|.>.@6");
  }

  @Test
  void aBlockMayBeginAndEndWithAnAnchor() {
    assertThat(arrows("Ada met Moor", Anchor.of("Ada", "Eve"), Anchor.of("Moor", "Hill Top")))
        .isEqualTo("Ada>Eve@0| met> met@1| Moor> Top@3");
  }

  @Test
  void aBlockMayBeginAndEndWithinAWordOrAnchor() {
    assertThat(
            arrows("ckwater met Blackwa", Anchor.of("Blackwater", "Elm"), Anchor.of("met", "saw")))
        .isEqualTo("ckwate>ckwate@0|r>r@1| met> saw@2| Blackw> Blackw@3|a>a@4");
  }

  @Test
  void neighbouringAnchorsKeepTheirLastTokens() {
    assertThat(
            arrows(
                "to Ada Moor Hall.",
                Anchor.of("Ada", "Eve"),
                Anchor.of("Moor Hall", "Elm Park Inn")))
        .isEqualTo("to>to@0| Ada> Eve@1| Moor| Hall> Inn@4|.>.@5");
  }

  @Test
  void theLongestTermHidesTheOneInsideIt() {
    BlockTranslation translation =
        translate(
            "the Moor Hall Express left Moor",
            Anchor.of("Moor", "Eden"),
            Anchor.of("Moor Hall Express", "Night Train"));

    assertThat(translation.text()).isEqualTo("the Night Train left Eden");
    assertThat(tokens.arrows(translation))
        .as("Eden has not been introduced by Night Train: the token before is trained")
        .isEqualTo("the>the@0| Moor| Hall| Expres|s> Train@2| left> left@3| Moor> Eden@4");
  }

  @Test
  void aNameInFullIntroducesItsParts() {
    BlockTranslation translation =
        translate(
            "Ada Moor sat. Then Moor rose",
            Anchor.of("Moor", "Hill"),
            Anchor.of("Ada Moor", "Eve Hill"));

    assertThat(translation.text()).isEqualTo("Eve Hill sat. Then Hill rose");
    assertThat(tokens.arrows(translation))
        .isEqualTo("Ada| Moor> Hill@1| sat> sat@2|.>.@3| Then| Moor> Hill@5| rose> rose@6");
    assertThat(forbidden(translation, 1)).contains(" Eve", " Hill");
  }

  @Test
  void formsOfOneNameDrawTheSamePlaceOfTheirLists() {
    Anchor surname = Anchor.of("Moor", "Hill", "Park", "Wood", "Lake");
    Anchor full = Anchor.of("Ada Moor", "Eve Hill", "Una Park", "Ivy Wood", "Amy Lake");
    BlockTranslator translator =
        new BlockTranslator(new AnchorDictionary(List.of(full, surname)), tokens, 7);

    List<String> texts =
        IntStream.range(0, 40)
            .mapToObj(
                i -> translator.translate(tokens.block(i, "Ada Moor or Moor or ADA MOOR")).text())
            .toList();

    assertThat(texts)
        .allMatch(text -> text.matches("(\\w+) (\\w+) or \\2 or .*"))
        .allMatch(
            text ->
                text.substring(text.lastIndexOf("or ") + 3)
                    .equals(text.split(" or ")[0].toUpperCase()));
    assertThat(texts.stream().distinct()).as("drawn anew for each block").hasSize(4);
    assertThat(translator.translate(tokens.block(3, "Ada Moor or Moor or ADA MOOR")).text())
        .as("the same seed and block give the same draw")
        .isEqualTo(texts.get(3));
  }

  @Test
  void possessivesAreKept() {
    assertThat(arrows("in Ada's or Ada’s hat", Anchor.of("Ada", "Eve")))
        .isEqualTo("in>in@0| Ada> Eve@1|'>'@2|s>s@3| or| Ada> Eve@5|’>’@6|s>s@7| hat> hat@8");
  }

  @Test
  void aTokenThatReachesOverTheAnchorsEndIsMappedByItsOwnEnd() {
    TextEncoder joined =
        text -> {
          String[] parts =
              text.contains("Eve")
                  ? new String[] {"of ", "Eve", ", so"}
                  : new String[] {"of ", "Ada, ", "so"};
          int[] ends = new int[3];
          int[] starts = new int[3];
          for (int i = 0, at = 0; i < 3; i++) {
            starts[i] = at;
            at += parts[i].length();
            ends[i] = at;
          }
          return new Encoding(new int[] {parts[0].hashCode(), 5, 6}, starts, ends);
        };
    Block block = new Block(0, "text", "of Ada, so", joined.encode("of Ada, so"));

    PositionMap map =
        new BlockTranslator(new AnchorDictionary(List.of(Anchor.of("Ada", "Eve"))), joined, 1)
            .translate(block)
            .map();

    assertThat(map.translated())
        .as("no translated token ends behind the comma's space")
        .containsExactly(0, -1, 2);
    assertThat(map.otherEnds()).isEqualTo(1);
  }

  @Test
  void aLineBreakBeforeTheAnchorIsAFormOfItsOwnInTheForbiddenTokens() {
    BlockTranslation translation = translate("so Ada\nAda went on", Anchor.of("Ada", "Eve"));

    assertThat(tokens.arrows(translation))
        .isEqualTo("so>so@0| Ada> Eve@1|\n|Ada>Eve@3| went> went@4| on> on@5");
    assertThat(forbidden(translation, 0)).isEmpty();
    assertThat(forbidden(translation, 1))
        .as("at the stand-in's own first token: not yet")
        .isEmpty();
    assertThat(forbidden(translation, 2)).isEqualTo(" Eve|Eve");
  }

  @Test
  void aStandInThatEqualsItsTermLeavesTheBlockAsItIs() {
    BlockTranslation translation = translate("Ada and Ada", Anchor.of("Ada", "Ada"));

    assertThat(translation.map().translated()).containsExactly(0, 1, 2);
    assertThat(translation.forbidden().ids()).isEmpty();
  }

  @Test
  void aStandInThatStandsInTheBlockIsPassedOver() {
    BlockTranslation passed = translate("Ada and Eve", Anchor.of("Ada", "Eve", "Una"));
    BlockTranslation forced = translate("Ada and Eve", Anchor.of("Ada", "Eve"));
    BlockTranslation shared =
        translate("Ada and Moor", Anchor.of("Ada", "Una"), Anchor.of("Moor", "Una", "Ivy"));

    assertThat(passed.text()).isEqualTo("Una and Eve");
    assertThat(forced.text()).isEqualTo("Eve and Eve");
    assertThat(forced.collisions()).isEqualTo(1);
    assertThat(shared.text()).isEqualTo("Una and Ivy");
  }

  @Test
  void smallWordsInFrontOfAStandInAreNotForbidden() {
    assertThat(FirstTokens.telling("Yard", "the Bureau")).isEqualTo("Bureau");
    assertThat(FirstTokens.telling("the lamp", "the blue cup")).isEqualTo("blue cup");
    assertThat(FirstTokens.telling("The Moor", "The")).isEqualTo("The");
    assertThat(FirstTokens.telling("Ada Moor", "Eve Hill")).isEqualTo("Eve Hill");
    assertThat(FirstTokens.telling("elves", "magic servants")).isEqualTo("magic servants");

    BlockTranslation translation = translate("at Yard so", Anchor.of("Yard", "the Bureau"));

    assertThat(forbidden(translation, 3)).isEqualTo(" Bureau|Bureau");
  }
}
