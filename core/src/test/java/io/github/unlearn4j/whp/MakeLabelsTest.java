package io.github.unlearn4j.whp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.train.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MakeLabelsTest {
  private static final int VOCABULARY = 120;
  private static final int CONTEXT = 1000;
  private static final List<String> WORDS =
      List.of(
          "Ada", "Moor", "went", "to", "the", "lamp", "and", "saw", ".", ",", "\n", "Bluewater");
  private static final AnchorDictionary DICTIONARY =
      new AnchorDictionary(
          List.of(
              Anchor.of("Ada", "Eve", "Clementine"),
              Anchor.of("Moor", "Hill"),
              Anchor.of("Ada Moor", "Eve Hill"),
              Anchor.of("Bluewater", "Elm")));
  private static final Supplier<FakeModel> NEVER =
      () -> {
        throw new AssertionError("this model is not needed");
      };

  private final WordTokens tokens = new WordTokens();

  private static LabelSettings settings(LabelSettings.Mode mode) {
    return new LabelSettings(
        mode,
        LabelSettings.Form.HARD,
        LabelSettings.Offset.LOGITS,
        false,
        5,
        List.of(0.5, 10.0),
        0,
        3);
  }

  private static final LabelSettings PAPER = settings(LabelSettings.Mode.PAPER);

  private List<BlockTranslation> blocks(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BlockTranslator translator = new BlockTranslator(DICTIONARY, tokens, seed);
    List<BlockTranslation> blocks = new ArrayList<>();
    for (int block = 0; block < count; block++) {
      StringBuilder text = new StringBuilder();
      for (int word = random.nextInt(1, 30); word > 0; word--) {
        text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
      }
      blocks.add(translator.translate(tokens.block(block, text.toString().strip())));
    }
    return blocks;
  }

  private static MakeLabels maker(LabelSettings settings) {
    return new MakeLabels(settings, VOCABULARY, CONTEXT, Progress.silent());
  }

  private static List<int[]> rows(GenericLabels labels, double alpha) {
    return labels.toExamples(alpha).stream().map(Example::labels).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void labelsAreThoseOfTheDenseAlgorithmHoweverTheyAreMade(long seed) {
    List<BlockTranslation> blocks = blocks(12, seed);
    FakeModel baseline = new FakeModel(VOCABULARY, seed, 1);
    FakeModel reinforced = new FakeModel(VOCABULARY, -seed, 1.5f);
    MakeLabels sparing = new MakeLabels(PAPER, VOCABULARY, CONTEXT, Progress.silent(), 3, 150);

    GenericLabels inTurn = sparing.inTurn(blocks, () -> baseline, () -> reinforced);
    GenericLabels together = maker(PAPER).together(blocks, baseline, reinforced);

    for (double alpha : PAPER.alphas()) {
      List<int[]> expected =
          blocks.stream()
              .map(each -> DenseLabels.of(each, baseline, reinforced, alpha, VOCABULARY))
              .toList();
      assertThat(rows(inTurn, alpha)).usingRecursiveComparison().isEqualTo(expected);
      assertThat(rows(together, alpha)).usingRecursiveComparison().isEqualTo(expected);
    }
    assertThat(inTurn.effort().rowsRedone())
        .as("three candidates are often not enough")
        .isPositive();
    assertThat(baseline.closed).as("closed behind each share of the rows").isGreaterThan(2);
    assertThat(baseline.closed).isEqualTo(reinforced.closed);
  }

  @Test
  void batchesAreTheSameInEveryRound() {
    List<BlockTranslation> blocks = blocks(7, 5);
    FakeModel baseline = new FakeModel(VOCABULARY, 1, 1);

    new MakeLabels(PAPER, VOCABULARY, CONTEXT, Progress.silent(), 3, 1 << 20)
        .inTurn(blocks, () -> baseline, () -> new FakeModel(VOCABULARY, 2, 2));

    assertThat(baseline.batchSizes).startsWith(3, 3, 1).hasSizeGreaterThan(3);
  }

  @Test
  void anchorsOnlyIsTheBaselineOnTheTranslatedBlock() {
    List<BlockTranslation> blocks = blocks(5, 8);
    FakeModel baseline = new FakeModel(VOCABULARY, 1, 1);

    GenericLabels labels =
        maker(settings(LabelSettings.Mode.ANCHORS_ONLY)).inTurn(blocks, () -> baseline, NEVER);

    assertThat(labels.alphas()).containsExactly(0.0);
    assertThat(labels.toExamples().getFirst().labels())
        .isEqualTo(DenseLabels.of(blocks.getFirst(), baseline, baseline, 0, VOCABULARY));
  }

  @Test
  void bootstrapOnlyReplacesNothing() {
    LabelSettings bootstrap = settings(LabelSettings.Mode.BOOTSTRAP_ONLY);

    assertThat(bootstrap.anchors(DICTIONARY).anchors()).isEmpty();
    assertThat(PAPER.anchors(DICTIONARY)).isEqualTo(DICTIONARY);
  }

  @Test
  void aRowOfTheModelThatIsNoTokenIsNeverALabel() {
    List<BlockTranslation> blocks = blocks(5, 8);
    FakeModel larger =
        new FakeModel(VOCABULARY + 8, 1, 1) {
          @Override
          float[] row(int[] ids, int position) {
            float[] row = super.row(ids, position);
            Arrays.fill(row, VOCABULARY, row.length, 1000);
            return row;
          }
        };

    GenericLabels labels = maker(PAPER).inTurn(blocks, () -> larger, () -> larger);

    assertThat(rows(labels, 5))
        .allSatisfy(row -> assertThat(Arrays.stream(row)).allMatch(id -> id < VOCABULARY));
  }

  @Test
  void aBlockMadeByHandHasTheLabelsOneWouldGiveIt() {
    BlockTranslation block =
        new BlockTranslator(
                new AnchorDictionary(List.of(Anchor.of("Ada Bluewater", "Eve"))), tokens, 1)
            .translate(tokens.block(0, "then Ada Bluewater sat. then Ada Bluewater rose"));
    int[] wish = {tokens.id(" Eve"), tokens.id(" Ada"), tokens.id(" sat"), tokens.id(" stood")};
    // The baseline would say Eve, then stood; the reinforced model has learnt sat and Ada.
    FakeModel baseline = FakeModel.table(VOCABULARY, wish, 9, 1, 4, 6);
    FakeModel reinforced = FakeModel.table(VOCABULARY, wish, 9, 8, 7, 6);

    GenericLabels labels = maker(PAPER).inTurn(List.of(block), () -> baseline, () -> reinforced);

    List<String> read = new ArrayList<>();
    int[] row = labels.toExamples().getFirst().labels();
    for (int i = 0; i < row.length; i++) {
      String label = row[i] == Example.IGNORED ? "" : ">" + tokens.token(row[i]);
      read.add(tokens.token(block.block().tokens().ids()[i]) + label);
    }
    assertThat(String.join("|", read))
        .as(
            "Eve before it was said; afterwards forbidden; none inside, before a repeat, at the"
                + " end")
        .isEqualTo(
            "then> Eve| Ada| Bluewa|ter> Eve| sat> stood|.> stood| then| Ada| Bluewa|ter> stood|"
                + " rose");
    assertThat(labels.effort().forbiddenFirst()).isEqualTo(3);
  }

  @Test
  void positionsBeyondTheContextAreLeftOutAndCounted() {
    List<BlockTranslation> blocks = blocks(3, 8);
    FakeModel model = new FakeModel(VOCABULARY, 1, 1);

    GenericLabels labels =
        new MakeLabels(PAPER, VOCABULARY, 4, Progress.silent())
            .inTurn(blocks, () -> model, () -> model);

    assertThat(labels.effort().beyondContext()).isPositive();
    assertThat(rows(labels, 5))
        .allSatisfy(row -> assertThat(Arrays.stream(row).skip(4)).containsOnly(Example.IGNORED));
  }

  @Test
  void theSameSeedGivesTheSameFileAndItLoadsAgain(@TempDir Path folder) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      List<BlockTranslation> blocks = blocks(4, 21);
      FakeModel baseline = new FakeModel(VOCABULARY, 1, 1);
      FakeModel reinforced = new FakeModel(VOCABULARY, 2, 1);
      GenericLabels labels = maker(PAPER).inTurn(blocks, () -> baseline, () -> reinforced);
      LabelSummary summary = LabelSummary.of(labels, blocks, DICTIONARY.kept(), id -> "x");
      labels.save(folder.resolve(name), summary);
      files.add(Files.readAllBytes(folder.resolve(name).resolve(GenericLabels.FILE)));

      GenericLabels loaded = GenericLabels.load(folder.resolve(name));
      assertThat(loaded.alphas()).containsExactly(5.0, 0.5, 10.0);
      assertThat(loaded.blocks()).usingRecursiveComparison().isEqualTo(labels.blocks());
      LabelSummary.Left left = summary.left();
      assertThat(
              summary.trained()
                  + left.insideAnchors()
                  + left.beforeRepeats()
                  + left.otherEnds()
                  + left.lastOfBlock()
                  + left.beyondContext())
          .as("every position is accounted for")
          .isEqualTo(summary.positions());
      assertThatThrownBy(() -> loaded.toExamples(7))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("alpha 7.0");
    }

    assertThat(files.get(0)).isEqualTo(files.get(1));
    assertThat(folder.resolve("one").resolve(GenericLabels.SUMMARY)).exists();
  }

  @Test
  void modelsThatCannotGiveLabelsAreRefused() {
    List<BlockTranslation> blocks = blocks(2, 3);
    FakeModel sound = new FakeModel(VOCABULARY, 1, 1);
    FakeModel small = new FakeModel(VOCABULARY - 1, 1, 1);
    FakeModel broken = new FakeModel(VOCABULARY, 1, Float.NaN);

    assertThatThrownBy(() -> maker(PAPER).inTurn(blocks, () -> small, NEVER))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("baseline model has 119 tokens but the tokenizer 120");
    for (FakeModel[] pair :
        List.of(new FakeModel[] {broken, sound}, new FakeModel[] {sound, broken})) {
      assertThatThrownBy(() -> maker(PAPER).together(blocks, pair[0], pair[1]))
          .isInstanceOfSatisfying(
              UserError.class,
              error -> assertThat(error.exitCode()).isEqualTo(ExitCode.NOT_FINITE));
    }
  }
}
