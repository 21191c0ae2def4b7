package io.github.unlearn4j.measure.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.CompletionPrompts;
import io.github.unlearn4j.measure.KnowledgeQuestion;
import io.github.unlearn4j.measure.MeasureInputs;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.measure.PromptHalf;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Encoding;
import io.github.unlearn4j.text.GoldenTokenizers;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every probe on models that answer from tables, with numbers worked out by hand. */
class ProbesTest {
  private static final Tokenizer TOKENIZER = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL);
  private static final int GREEN = TOKENIZER.id("Ġgreen").orElseThrow();

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  private static ProbabilityPrompt prompt(String text, PromptHalf half, String target) {
    return new ProbabilityPrompt(text, List.of(target), List.of("green"), null, null, half);
  }

  private static final List<ProbabilityPrompt> PROMPTS =
      List.of(
          prompt("Ada had the", PromptHalf.REPORT, "lamp"),
          prompt("Here was a", PromptHalf.TUNE, "ladder"));

  private static Block block(int... ids) {
    return new Block(0, "text", "", new Encoding(ids, new int[ids.length], new int[ids.length]));
  }

  private static int[] repeated(int id, int count) {
    int[] ids = new int[count];
    Arrays.fill(ids, id);
    return ids;
  }

  private static ProbeContext context(
      ProbedModel before, ProbedModel after, ProbedModel neverRead, List<StandIns> standIns) {
    return context(List.of("all"), new Answers<>(before, after, neverRead), standIns);
  }

  private static ProbeContext context(
      List<String> probes, Answers<ProbedModel> models, List<StandIns> standIns) {
    int lamp = TOKENIZER.id("Ġlamp").orElseThrow();
    Block retain = block(repeated(GREEN, 32));
    return new ProbeContext(
        models,
        TOKENIZER,
        new ProbeTexts(
            List.of(repeated(lamp, 510)),
            List.of(repeated(GREEN, 60)),
            "the retain text",
            List.of(block(repeated(lamp, 8))),
            Map.of("near.txt", List.of(retain))),
        new MeasureInputs(
            PROMPTS, CompletionPrompts.NONE, List.of(), List.of(retain), List.of(), List.of()),
        List.of(prompt("Ada tenait la", null, "lamp")),
        new KnowMem.Asked(
            List.of(new KnowledgeQuestion("Who held it?", "lamp and rope")),
            List.of(new KnowledgeQuestion("Who?", "Ada"))),
        standIns,
        new ProbeSettings(
            probes, 0, 10, 20, "", List.of(), List.of(), "", "", "", List.of(), 2, 1, 1e-4),
        Progress.silent());
  }

  private static ProbeResult run(Probe probe, TableModel before, TableModel after) {
    return probe.run(context(before, after, null, List.of()));
  }

  private static TableModel lamp(double probability) {
    return TableModel.of(TOKENIZER, "Ġlamp", probability, 0.01);
  }

  @Test
  void extractionCountsWindowsBySuffixProbability() {
    // 0.99^50 = 0.605; 0.9^50 = 0.00515. Windows of 100 tokens start at 0, 10, … 410.
    ProbeResult result = run(new Extraction(), lamp(0.99), lamp(0.9));

    assertThat(result.before()).isEqualTo(new Estimate(1.0, 0.0, 42));
    assertThat(result.after().value()).isZero();
    assertThat(result.more().stream().map(more -> more.after().value()).limit(3))
        .containsExactly(0.0, 0.0, 1.0);
    assertThat(result.more().get(3).after().value()).isCloseTo(Math.log(0.9), within(1e-12));
    assertThat(result.details().get("offsets"))
        .isEqualTo(LongStream.rangeClosed(0, 41).mapToObj(i -> 10 * i).toList());
    assertThat(result.lines()).hasSize(42);
  }

  @Test
  void aWindowWithATokenThatIsNotDrawnCannotBeExtracted() {
    // A table's token is drawn from 1/40 on. Every window's second half holds the 50th, 100th, ….
    TableModel never = new TableModel((ids, position) -> position % 50 == 0 ? 0.02 : 0.9999999);

    ProbeResult result = run(new Extraction(), lamp(0.99), never);

    // From the whole vocabulary 0.02 of each window, above 1 % and 0.1 %; drawn, none.
    assertThat(result.more().get(1).after().value()).isZero();
    assertThat(result.more().get(2).after().value()).isZero();
    assertThat(result.lines().getFirst().get("probability"))
        .isInstanceOfSatisfying(
            Answers.class, probability -> assertThat(probability.after()).isEqualTo(0.0));
  }

  @Test
  void windowsOfTheSameStretchShareAGroup() {
    List<Windows.Window> windows =
        LongStream.of(0, 390, 400, 1200)
            .mapToObj(offset -> new Windows.Window(0, 0, offset, new int[0]))
            .toList();

    assertThat(Windows.groups(windows, 400)).containsExactly(0, 0, 1, 2);
  }

  @Test
  void membershipTellsATargetThatIsMoreProbableThanOtherText() {
    assertThat(run(Membership.minK(), lamp(0.5), TableModel.uniform(0.1)).before().value())
        .isEqualTo(1.0);
    assertThat(run(Membership.minK(), lamp(0.5), TableModel.uniform(0.1)).after().value())
        .isEqualTo(0.5);
    assertThat(run(Membership.minKPlusPlus(), lamp(0.5), TableModel.uniform(0.1)).before().value())
        .isEqualTo(1.0);
    assertThat(run(Membership.minK(), lamp(0.5), lamp(0.4)).remark()).contains("the retain text");
  }

  @Test
  void extractionStrengthIsTakenFromTargetAndOtherText() {
    ProbeResult result = run(new ExtractionStrength(), lamp(0.6), lamp(0.4));

    assertThat(result.before().value()).isEqualTo(1.0);
    assertThat(result.after().value()).isZero();
    assertThat(result.more().getFirst().before().value()).isZero();
  }

  @Test
  void verbatimComparesAGreedyContinuationWithTheTarget() {
    ProbeResult result = run(new Verbatim(), lamp(0.6), lamp(0.4));

    // The fake says its prompt of 100 tokens again, and the target is one word over and over: all
    // of
    // it is right, and 100 of the 128 words are there.
    assertThat(result.before().value()).isCloseTo(2 * 100 / (100 + 128.0), within(1e-12));
  }

  @Test
  void aHintCountsWhereItBringsKnowledgeBack() {
    TableModel hinted =
        new TableModel((ids, position) -> position > 100 ? 0.4 : 0.1); // behind the opening

    ProbeResult result = run(new OpeningHint(), lamp(0.5), hinted);

    assertThat(result.after().value()).isCloseTo(0.4, within(1e-12));
    assertThat(result.more().getFirst().after().value()).isCloseTo(0.1, within(1e-12));
    assertThat(result.before().value()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void examplesAreAnsweredAndNeverHoldWhatIsAskedFor() {
    ProbabilityPrompt asked = prompt("Ada had the", null, "lamp");
    List<ProbabilityPrompt> examples =
        List.of(
            asked,
            prompt("Some other", null, "lamp"),
            prompt("A lamp and a", null, "rope"),
            prompt("She took the", null, "brass lamp"),
            prompt("Here was a", null, "ladder"));

    assertThat(FewShot.shots(asked, examples)).isEqualTo("Here was a ladder.\n\n");
  }

  @Test
  void rolePlayReportsTheMostSuccessfulWording() {
    List<double[]> wordings = List.of(new double[] {0.1, 0.3}, new double[] {0.4, 0.2});

    assertThat(RolePlay.worst(wordings).value()).isCloseTo(0.3, within(1e-12));
    assertThat(RolePlay.mean(wordings).value()).isCloseTo(0.25, within(1e-12));
    assertThat(RolePlay.mean(wordings).n()).isEqualTo(2);
    assertThat(run(new RolePlay(), lamp(0.5), lamp(0.2)).after().value())
        .isCloseTo(0.2, within(1e-12));
  }

  @Test
  void theToldBaselineStandsBesideTheUntoldUnlearnedModel() {
    TableModel obedient = new TableModel((ids, position) -> position > 15 ? 0.05 : 0.5);

    ProbeResult result = run(new ToldToForget(), obedient, lamp(0.2));

    assertThat(result.before().value()).isCloseTo(0.05, within(1e-12));
    assertThat(result.after().value()).isCloseTo(0.2, within(1e-12));
    assertThat(result.more().getFirst().before().value()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void roundingShowsWhatComesBack() {
    ProbeResult result = run(new Rounded(4), lamp(0.5), lamp(0.1).whenRounded(lamp(0.3)));

    assertThat(result.after().value()).isCloseTo(0.3, within(1e-12));
    assertThat(result.more().get(0).after().value()).isCloseTo(0.1, within(1e-12));
    // Retain text is one other word over and over.
    assertThat(result.more().get(1).after().value()).isCloseTo(100, within(1e-9));
  }

  @Test
  void wrongAnswersAreOtherNamesOfTheSameKind() {
    List<StandIns> anchors =
        List.of(
            new StandIns("lamp", "object", List.of("pan")),
            new StandIns("lamps", "object", List.of("pans")),
            new StandIns("rope", "object", List.of("cord")),
            new StandIns("Ada", "given_name_female", List.of("Eva")),
            new StandIns("ladder", "object", List.of("steps")),
            new StandIns("door", "object", List.of("gate")));

    List<MultipleChoice.Question> questions = MultipleChoice.amongNames(PROMPTS, anchors);

    assertThat(questions).hasSize(2);
    assertThat(questions.getFirst().wrong()).containsExactly("rope", "ladder", "door");
    ProbeResult result =
        new MultipleChoice().run(context(lamp(0.9), TableModel.uniform(0.1), null, anchors));
    assertThat(result.before().value()).isEqualTo(1.0);
    assertThat(result.chance()).isEqualTo(0.25);
  }

  @Test
  void anAnswerThatIsOnlyAsLikelyAsAnotherIsNotRight() {
    ProbeResult result =
        new MultipleChoice()
            .run(
                context(
                    lamp(0.9),
                    TableModel.uniform(1), // every string has the probability 1
                    null,
                    List.of(
                        new StandIns("lamp", "object", List.of("pan")),
                        new StandIns("rope", "object", List.of("cord")),
                        new StandIns("ladder", "object", List.of("steps")),
                        new StandIns("door", "object", List.of("gate")))));

    assertThat(result.after().value()).isZero();
  }

  @Test
  void standInsThatStandInThePlaceAlreadyAreNoLeak() {
    List<StandIns> anchors = List.of(new StandIns("Holmes", "surname", List.of("Moore", "Gray")));

    assertThat(StandInLeak.holds(anchors, "He met", " Moore's wife")).isTrue();
    assertThat(StandInLeak.holds(anchors, "Moore met", " Moore's wife")).isFalse();
    assertThat(StandInLeak.holds(anchors, "He met", " Moores of old")).isFalse();
    assertThat(
            StandInLeak.ownStandIns(
                List.of(prompt("He was Mr.", null, "Holmes"), prompt("A", null, "cat")), anchors))
        .singleElement()
        .satisfies(own -> assertThat(own.target()).containsExactly("Moore", "Gray"));
  }

  @Test
  void neighboursAreReadAsTextsToBeKept() {
    // Every token of the neighbour has the probability 0.01.
    assertThat(run(new Neighbours(), lamp(0.5), lamp(0.2)).after().value())
        .isCloseTo(100, within(1e-9));
  }

  @Test
  void relearningIsACurveThatBeginsBeforeTheFirstStep() {
    ProbeResult result =
        run(new Relearning(), lamp(0.5), lamp(0.1).whileTraining(lamp(0.2), lamp(0.4)));

    assertThat(result.before().value()).isCloseTo(0.5, within(1e-12));
    assertThat(result.after().value()).isCloseTo(0.4, within(1e-12));
    assertThat(result.details().get("curve"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("steps", List.of(0, 1, 2));
  }

  @Test
  void promptsInOtherLanguagesAreAskedLikeAnyOther() {
    assertThat(run(new OtherLanguages(), lamp(0.5), lamp(0.2)).after().value())
        .isCloseTo(0.2, within(1e-12));
  }

  @Test
  void anAnswerIsComparedUpToTheNextQuestion() {
    KnowledgeQuestion asked = new KnowledgeQuestion("Who held it?", "lamp and rope");
    List<KnowledgeQuestion> examples = List.of(new KnowledgeQuestion("Who?", "Ada"));

    assertThat(KnowMem.prompt(asked, examples))
        .isEqualTo("Question: Who?\nAnswer: Ada\n\nQuestion: Who held it?\nAnswer:");
    assertThat(KnowMem.cut(" the lamp\nQuestion: and")).isEqualTo(" the lamp");
    assertThat(KnowMem.cut(" the lamp\n\nThe rope")).isEqualTo(" the lamp");
    assertThat(KnowMem.cut(" the lamp\nand so on")).isEqualTo(" the lamp\nand so on");
    // The fake says its prompt again, which is cut at its own beginning.
    assertThat(run(new KnowMem(), lamp(0.6), lamp(0.4)).before().value()).isZero();
  }

  @Test
  void privacyLeakIsRelativeToTheYardstick() {
    assertThat(PrivacyLeak.relative(Estimate.exactly(0.3, 10), 0.5).value())
        .isCloseTo(-40, within(1e-12));
    assertThat(
            new PrivacyLeak()
                .run(context(lamp(0.5), lamp(0.001), TableModel.uniform(0.1), List.of())))
        .satisfies(
            result -> {
              // Known: the loss never betrays (AUC 0); avoided: always (1); never read: by chance.
              assertThat(result.before().value()).isEqualTo(-100.0);
              assertThat(result.after().value()).isEqualTo(100.0);
              assertThat(result.neverRead().value()).isZero();
            });
  }

  @Test
  void theTruthRatioIsOfProbabilitiesPerToken() {
    // True: √(0.4 · 0.1) = 0.2 and 0.1; generic: 0.05 and 0.15, mean 0.1. R = 0.1 ÷ 0.2.
    double ratio =
        TruthRatios.ratio(
            List.of(new double[] {Math.log(0.4), Math.log(0.1)}, new double[] {Math.log(0.1)}),
            List.of(new double[] {Math.log(0.05)}, new double[] {Math.log(0.15)}));

    assertThat(ratio).isCloseTo(0.5, within(1e-12));
    assertThat(TruthRatio.towardsOne(new double[] {0.5, 4}).value())
        .isCloseTo((0.5 + 0.25) / 2, within(1e-12));
  }

  @Test
  void forgetQualityIsTheKolmogorovSmirnovPValue() {
    // Fully apart: 2 of the 70 ways to part eight values are as extreme.
    assertThat(ForgetQuality.same(new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8}))
        .isCloseTo(2 / 70.0, within(1e-9));
    // scipy.stats.ks_2samp(…, method="exact"): 16 of 70.
    assertThat(ForgetQuality.same(new double[] {1, 2, 3, 4}, new double[] {2.5, 6, 7, 8}))
        .isCloseTo(0.22857142857142856, within(1e-9));
    assertThat(ForgetQuality.same(new double[] {1, 2, 3}, new double[] {1, 2, 3}))
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void aProbeThatCannotBeRunSaysWhyAndEndsTheWorkIfItWasAskedForByName(@TempDir Path folder) {
    ProbeContext all = context(lamp(0.5), lamp(0.2), null, List.of());

    ProbeReport report = ProbeReport.run(all);

    assertThat(report.probe("privacy-leak").remark()).contains("--never-read");
    assertThat(report.probe("privacy-leak").before()).isNull();
    assertThat(report.probes()).hasSize(Probes.names().size());
    Path file = folder.resolve("probes.json");
    report.save(file);
    assertThat(ProbeReport.load(file).probe("min-k")).isNotNull();
    assertThat(ProbeReport.load(file).probe("extraction").before())
        .isEqualTo(report.probe("extraction").before());
    assertThat(ProbeReport.beside(file)).exists();
  }

  @Test
  void whatANamedProbeLacksIsSaidBeforeAnyModelIsAsked() {
    TableModel unasked =
        new TableModel(
            (ids, position) -> {
              throw new AssertionError("asked");
            });
    ProbeContext named =
        context(
            List.of("extraction", "forget-quality"),
            new Answers<>(unasked, unasked, null),
            List.of());

    assertThatThrownBy(() -> ProbeReport.run(named))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("probe forget-quality")
        .hasMessageContaining("--never-read");
  }

  @Test
  void aLeakIsMoreThanNeverHavingReadOrElseThanChance() {
    Estimate high = new Estimate(0.86, 0.03, 100);
    Estimate middle = new Estimate(0.45, 0.03, 100);

    assertThat(leaks(new MultipleChoice(), high, null)).containsExactly("multiple-choice");
    assertThat(leaks(new MultipleChoice(), middle, middle)).isEmpty();
    assertThat(leaks(new MultipleChoice(), high, middle)).hasSize(1);
    assertThat(leaks(Membership.minK(), high, null)).as("against other text").isEmpty();
    assertThat(leaks(Membership.minK(), middle, new Estimate(0.0, 0.01, 100))).hasSize(1);
  }

  private static List<String> leaks(Probe probe, Estimate after, Estimate neverRead) {
    ProbeResult result = ProbeResult.of(probe, new Answers<>(after, after, neverRead)).chance(0.25);
    return new ProbeReport(List.of(result), 0, 0).leaks();
  }

  @Test
  void anUnknownProbeIsRefusedWithTheNearestName() {
    assertThatThrownBy(() -> Probes.check(List.of("extracton")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("did you mean extraction?");
    assertThat(Probes.of(List.of("min-k", "extraction")))
        .extracting(Probe::name)
        .containsExactly("extraction", "min-k");
  }
}
