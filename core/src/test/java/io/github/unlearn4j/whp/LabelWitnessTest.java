package io.github.unlearn4j.whp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.whp.LabelExplanation.Choice;
import io.github.unlearn4j.whp.LabelExplanation.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LabelWitnessTest {
  private static final int VOCABULARY = 120;
  private static final int CONTEXT = 24;
  private static final List<String> WORDS =
      List.of("Ada", "Moor", "went", "to", "the", "lamp", ".", "\n", "Bluewater");
  private static final AnchorDictionary DICTIONARY =
      new AnchorDictionary(
          List.of(
              Anchor.of("Ada", "Eve", "Clementine"),
              Anchor.of("Moor", "Hill"),
              Anchor.of("Ada Moor", "Eve Hill"),
              Anchor.of("Bluewater", "Elm")));

  private final WordTokens tokens = new WordTokens();

  static Stream<Arguments> settings() {
    List<Arguments> all = new ArrayList<>();
    for (LabelSettings.Mode mode : LabelSettings.Mode.values()) {
      for (LabelSettings.Form form : LabelSettings.Form.values()) {
        for (LabelSettings.Offset offset : LabelSettings.Offset.values()) {
          boolean forbidden = mode != LabelSettings.Mode.BOOTSTRAP_ONLY;
          all.add(
              Arguments.of(
                  new LabelSettings(mode, form, offset, forbidden, 2, List.of(7.0), 0, 3)));
        }
      }
    }
    return all.stream();
  }

  /** Blocks as a run would translate them; longer ones than the models take are among them. */
  private List<BlockTranslation> blocks(LabelSettings settings) {
    SplittableRandom random = new SplittableRandom(11);
    List<String> texts = new ArrayList<>();
    for (int block = 0; block < 8; block++) {
      StringBuilder text = new StringBuilder();
      for (int word = random.nextInt(5, 30); word > 0; word--) {
        text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
      }
      texts.add(text.toString().strip());
    }
    var originals = new ArrayList<io.github.unlearn4j.text.Block>();
    for (int i = 0; i < texts.size(); i++) {
      originals.add(tokens.block(10 + i, texts.get(i)));
    }
    AnchorDictionary dictionary = settings.anchors(DICTIONARY);
    BlockTranslator translator =
        settings.forbidAnchors()
            ? BlockTranslator.forbiddingAnchors(dictionary, tokens, 1, originals)
            : new BlockTranslator(dictionary, tokens, 1);
    return originals.stream().map(translator::translate).toList();
  }

  private static MakeLabels maker(LabelSettings settings) {
    return new MakeLabels(settings, VOCABULARY, CONTEXT, Progress.silent(), 3, 150);
  }

  private LabelWitness witness(int block) {
    return new LabelWitness(block, id -> "token " + id);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyExplainedLabelIsTheOneThatIsStored(LabelSettings settings) {
    List<BlockTranslation> blocks = blocks(settings);
    FakeModel baseline = new FakeModel(VOCABULARY, 3, 1);
    FakeModel reinforced = new FakeModel(VOCABULARY, 4, 1.5f);
    GenericLabels stored = maker(settings).together(blocks, baseline, reinforced);

    for (LabelledBlock block : stored.blocks()) {
      LabelWitness together = witness(block.index());
      LabelWitness inTurn = witness(block.index());
      GenericLabels again =
          maker(settings).onlyFor(together).together(blocks, baseline, reinforced);
      GenericLabels slowly =
          maker(settings).onlyFor(inTurn).inTurn(blocks, () -> baseline, () -> reinforced);

      BlockExplanation explanation = together.explanation(again, settings);
      assertThat(inTurn.explanation(slowly, settings)).isEqualTo(explanation);
      assertThat(explanation.positions()).hasSize(block.ids().length);
      for (LabelExplanation why : explanation.positions()) {
        int expected = block.labels()[0][why.position()];
        assertThat(why.label() == null ? Example.IGNORED : why.label().id()).isEqualTo(expected);
        assertThat(why.rules().getFirst().leavesOut()).isEqualTo(expected == Example.IGNORED);
        if (block.soft() != null && expected != Example.IGNORED) {
          int width = block.soft().perPosition();
          for (Named named : why.soft()) {
            assertThat(java.util.stream.IntStream.range(0, width))
                .anyMatch(
                    i ->
                        block.soft().ids()[why.position() * width + i] == named.id()
                            && block.soft().probabilities()[why.position() * width + i]
                                == named.probability());
          }
          assertThat(why.soft()).hasSize(width);
        }
      }
    }
  }

  @Test
  void aWitnessChangesNoLabel() {
    LabelSettings settings = LabelSettings.DEFAULTS;
    List<BlockTranslation> blocks = blocks(settings);
    FakeModel baseline = new FakeModel(VOCABULARY, 3, 1);
    FakeModel reinforced = new FakeModel(VOCABULARY, 4, 1.5f);

    GenericLabels alone = maker(settings).together(blocks, baseline, reinforced);
    GenericLabels watched =
        maker(settings).watchedBy(witness(12)).together(blocks, baseline, reinforced);

    assertThat(watched.blocks()).usingRecursiveComparison().isEqualTo(alone.blocks());
  }

  @Test
  void numbersAndRulesAreThoseOneWorksOutByHand() {
    BlockTranslation block =
        new BlockTranslator(
                new AnchorDictionary(List.of(Anchor.of("Ada Bluewater", "Eve"))), tokens, 1)
            .translate(tokens.block(0, "then Ada Bluewater sat. then Ada Bluewater rose"));
    int[] wish = {tokens.id(" Eve"), tokens.id(" Ada"), tokens.id(" sat"), tokens.id(" stood")};
    FakeModel baseline = FakeModel.table(VOCABULARY, wish, 9, 1, 4, 6);
    FakeModel reinforced = FakeModel.table(VOCABULARY, wish, 9, 8, 7, 6);
    LabelSettings settings =
        new LabelSettings(
            LabelSettings.Mode.PAPER,
            LabelSettings.Form.HARD,
            LabelSettings.Offset.LOGITS,
            false,
            5,
            List.of(),
            0,
            3);
    LabelWitness witness = new LabelWitness(0, id -> id < 12 ? tokens.token(id) : "?");

    GenericLabels labels =
        maker(settings).watchedBy(witness).together(List.of(block), baseline, reinforced);
    List<LabelExplanation> why = witness.explanation(labels, settings).positions();

    assertThat(why.stream().map(each -> each.rules().getFirst().words().split("[:,]")[0]).toList())
        .startsWith("first occurrence", "no label", "no label", "plain", "stand-in already seen")
        .endsWith("no label");
    assertThat(why.get(1).rules()).containsExactly(LabelRule.INSIDE_ANCHOR);
    assertThat(why.get(3).token()).isEqualTo("ter");
    assertThat(why.get(3).translated()).isEqualTo(" Eve");
    assertThat(why.stream().map(LabelExplanation::rules))
        .contains(List.of(LabelRule.SECOND_OCCURRENCE), List.of(LabelRule.LAST_OF_BLOCK));
    double sum = Math.exp(9) + Math.exp(1) + Math.exp(4) + Math.exp(6) + 116;
    Choice first = why.getFirst().label();
    assertThat(first.token()).isEqualTo(" Eve");
    assertThat(first.baseline()).isCloseTo(Math.exp(9) / sum, within(1e-6));
    assertThat(why.getFirst().next().token()).isEqualTo(" Ada");
    assertThat(why.getFirst().next().offset()).as("8 − 1").isCloseTo(7, within(1e-6));
    assertThat(why.getFirst().baseline()).hasSize(5);
    assertThat(why.getFirst().reinforced().stream().limit(3).map(Choice::token).toList())
        .containsExactly(" Eve", " Ada", " sat");
    Choice forbidden = why.get(4).baseline().getFirst();
    assertThat(forbidden.forbidden()).isTrue();
    assertThat(forbidden.offset())
        .as("9 − the row's mean, 20 ÷ 120")
        .isCloseTo(9 - 20 / 120.0, within(1e-5));
  }

  @Test
  void ofEqualsTheLowestIdIsTheFirstChoiceAndNothingWasPushedDown() {
    BlockTranslation block =
        new BlockTranslator(DICTIONARY, tokens, 1).translate(tokens.block(0, "so it went"));
    LabelSettings settings = LabelSettings.DEFAULTS;
    LabelWitness witness = witness(0);
    FakeModel flat = FakeModel.table(VOCABULARY, new int[] {90, 40, 7}, 5, 5, 5);

    GenericLabels labels = maker(settings).watchedBy(witness).together(List.of(block), flat, flat);

    LabelExplanation why = witness.explanation(labels, settings).positions().getFirst();
    assertThat(why.label().id()).isEqualTo(7);
    assertThat(why.baseline().stream().limit(3).map(Choice::id)).containsExactly(7, 40, 90);
    assertThat(why.rules()).containsExactly(LabelRule.PLAIN);
  }

  @Test
  void suspiciousLabelsAreCountedForTheFirstReasonThatFits() {
    BlockTranslation block =
        new BlockTranslator(DICTIONARY, tokens, 1).translate(tokens.block(0, "so it  went"));
    int[] wish = {tokens.id("\u00e9"), tokens.id("est"), tokens.id(" went"), tokens.id(".")};
    LabelSettings settings =
        new LabelSettings(
            LabelSettings.Mode.PAPER,
            LabelSettings.Form.HARD,
            LabelSettings.Offset.LOGITS,
            false,
            5,
            List.of(),
            0,
            3);
    // est wins until reinforcing has raised it; then the full stop, 7 below, is improbable.
    FakeModel baseline = FakeModel.table(VOCABULARY, wish, 0, 9, 5, 2);
    FakeModel same = FakeModel.table(VOCABULARY, wish, 0, 9, 5, 2);
    FakeModel raised = FakeModel.table(VOCABULARY, wish, 0, 12, 7, 2);

    SuspiciousLabels pieces = suspicious(settings, block, baseline, same, "est");
    SuspiciousLabels cut = suspicious(settings, block, baseline, same, "\uFFFD");
    SuspiciousLabels improbable = suspicious(settings, block, baseline, raised, ".");

    assertThat(pieces.strayPieces()).as("behind the lone space only").isEqualTo(1);
    assertThat(pieces.places().getFirst().position()).isEqualTo(2);
    assertThat(cut.cutCharacters()).isEqualTo(3);
    assertThat(improbable.improbable()).isEqualTo(3);
    assertThat(improbable.total()).isEqualTo(3);
  }

  private static SuspiciousLabels suspicious(
      LabelSettings settings,
      BlockTranslation block,
      FakeModel baseline,
      FakeModel reinforced,
      String label) {
    GenericLabels labels = maker(settings).together(List.of(block), baseline, reinforced);
    return LabelSummary.of(labels, List.of(block), DICTIONARY.kept(), id -> label).suspicious();
  }
}
