package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.Familiarity.ProbabilityAnswer;
import io.github.unlearn4j.text.GoldenTokenizers;
import io.github.unlearn4j.text.Tokenizer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FamiliarityTest {
  private static final Tokenizer TOKENIZER = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL);
  private static final Progress.Task NO_TASK = Progress.silent().start("", 0, "");

  private final FakeModel model =
      new FakeModel(TOKENIZER, 0.001)
          .expects("Ġlamp", 0.3)
          .expects("Ġgreen", 0.5)
          .expects("Ġladder", 0.4);

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  private ProbabilityAnswer ask(String prompt, String... target) {
    return Familiarity.probability(model, TOKENIZER, List.of(prompt(prompt, null, target)), NO_TASK)
        .getFirst();
  }

  private static ProbabilityPrompt prompt(String prompt, PromptHalf half, String... target) {
    return new ProbabilityPrompt(prompt, List.of(target), List.of(), null, null, half);
  }

  @Test
  void aStringOfSeveralTokensCountsWithItsWholeProbability() {
    assertThat(ask("Ada had the", "green ladder").probability())
        .isCloseTo(0.5 * 0.4, within(1e-12));
  }

  @Test
  void probabilitiesOfDifferentStringsAddUp() {
    assertThat(ask("Ada had the", "lamp", "ladder").probability())
        .isCloseTo(0.3 + 0.4, within(1e-12));
  }

  @Test
  void aStringThatBeginsWithAnotherIsNotCountedTwice() {
    ProbabilityAnswer answer = ask("Ada had the", "ladders", "ladder", "ladder", "ladder's");

    assertThat(answer.strings()).containsOnlyKeys("ladder");
    assertThat(answer.probability()).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void aSpaceAtTheEndOfThePromptBelongsToTheContinuation() {
    assertThat(ask("Ada had the ", "lamp").probability()).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void onlyTheContinuationIsScored() {
    ask("Ada had the", "green ladder");

    int[] whole = TOKENIZER.encode("Ada had the green ladder", true).ids();
    assertThat(model.asked.getFirst().ids()).containsExactly(whole);
    assertThat(model.asked.getFirst().from()).isEqualTo(whole.length - 2);
  }

  @Test
  void noSpaceFollowsAnOpeningMarkOrANewLine() {
    for (String prompt : List.of("the \"", "the “", "the (", "the:\n")) {
      model.asked.clear();

      ask(prompt, "here");

      assertThat(TOKENIZER.decode(model.asked.getFirst().ids())).isEqualTo(prompt + "here");
    }
  }

  @Test
  void aSpaceFollowsAClosingQuotationMark() {
    ask("\"the lamp,\"", "he");

    assertThat(TOKENIZER.decode(model.asked.getFirst().ids())).isEqualTo("\"the lamp,\" he");
  }

  @Test
  void theMeanLooksAtOneHalfAndAtPromptsOfNoHalf() {
    List<ProbabilityAnswer> answers =
        Familiarity.probability(
            model,
            TOKENIZER,
            List.of(
                prompt("a", PromptHalf.TUNE, "lamp"),
                prompt("the", PromptHalf.REPORT, "green"),
                prompt("one", null, "ladder")),
            NO_TASK);

    assertThat(Familiarity.meanProbability(answers, PromptHalf.TUNE))
        .isCloseTo((0.3 + 0.4) / 2, within(1e-12));
    assertThat(Familiarity.meanProbability(answers, PromptHalf.REPORT))
        .isCloseTo((0.5 + 0.4) / 2, within(1e-12));
  }

  private List<CompletionAnswer> complete(CompletionPrompt... prompts) {
    Giveaways giveaways = new Giveaways(List.of("Ada Moor", "Tobias", "Moor"));
    return Familiarity.completion(
        model, TOKENIZER, new CompletionPrompts(giveaways, List.of(prompts)), 24, NO_TASK);
  }

  private static CompletionPrompt completion(String prompt, String... references) {
    return new CompletionPrompt(prompt, List.of(references), null, null, null);
  }

  @Test
  void aCompletionGivesAwayOnlyNamesThatThePromptDidNotHold() {
    model
        .completes("Tobias saw", " Tobias and Moor's lamp")
        .completes("She saw", " Tobias")
        .completes("He saw", " the fog");

    List<CompletionAnswer> answers =
        complete(completion("Tobias saw"), completion("She saw", "Tobias"), completion("He saw"));

    assertThat(answers)
        .extracting(CompletionAnswer::names)
        .containsExactly(List.of("Moor"), List.of(), List.of());
    assertThat(answers.getFirst().completion()).isEqualTo(" Tobias and Moor's lamp");
    assertThat(Familiarity.shareGivenAway(answers, PromptHalf.REPORT))
        .isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void namesAreWholeWordsInTheirOwnCase() {
    Giveaways giveaways = new Giveaways(List.of("Ada", "Moor", "Blue Lamp"));

    assertThat(giveaways.in("Adas moor, the blue lamp; Moorland")).isEmpty();
    assertThat(giveaways.in("“Moor,” said Ada’s friend.")).containsExactly("Ada", "Moor");
  }
}
