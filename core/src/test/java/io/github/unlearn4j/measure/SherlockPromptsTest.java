package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.text.WordBoundary;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The prompts that ship with the example. */
class SherlockPromptsTest {
  private static final Path FOLDER = Path.of("../examples/sherlock");

  private final List<ProbabilityPrompt> probability =
      PromptFile.readProbability(FOLDER.resolve("probability_prompts.jsonl"));
  private final CompletionPrompts completion =
      PromptFile.readCompletion(FOLDER.resolve("completion_prompts.jsonl"));

  @Test
  void thereAreEnoughInManyStylesAndSubtleties() {
    assertThat(probability).hasSizeGreaterThanOrEqualTo(50).doesNotHaveDuplicates();
    assertThat(completion.prompts()).hasSizeGreaterThanOrEqualTo(70).doesNotHaveDuplicates();
    assertThat(probability.stream().map(ProbabilityPrompt::style).distinct()).hasSize(7);
    assertThat(completion.prompts().stream().map(CompletionPrompt::style).distinct()).hasSize(7);
    assertThat(completion.prompts().stream().map(CompletionPrompt::subtlety).distinct())
        .hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void noPromptHoldsWhatItAsksFor() {
    for (ProbabilityPrompt prompt : probability) {
      assertThat(prompt.target())
          .as(prompt.prompt())
          .noneMatch(string -> WordBoundary.contains(prompt.prompt(), string));
    }
  }

  @Test
  void referencesAreTheNamesThePromptHolds() {
    for (CompletionPrompt prompt : completion.prompts()) {
      assertThat(prompt.references())
          .as(prompt.prompt())
          .containsExactlyInAnyOrderElementsOf(completion.giveaways().in(prompt.prompt()));
    }
  }

  @Test
  void theHalvesAreAsLargeAsEachOther() {
    assertHalved(probability, ProbabilityPrompt::split);
    assertHalved(completion.prompts(), CompletionPrompt::split);
  }

  private static <T> void assertHalved(List<T> prompts, Function<T, PromptHalf> half) {
    var counts = prompts.stream().collect(Collectors.groupingBy(half, Collectors.counting()));
    assertThat(counts.get(PromptHalf.TUNE) - counts.get(PromptHalf.REPORT)).isBetween(-1L, 1L);
  }
}
