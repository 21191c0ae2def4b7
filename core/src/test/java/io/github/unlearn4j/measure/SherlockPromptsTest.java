package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.text.Corpus;
import io.github.unlearn4j.text.TextSettings;
import io.github.unlearn4j.text.WordBoundary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  void noQuestionHoldsItsAnswer() {
    List<KnowledgeQuestion> questions = PromptFile.readQuestions(FOLDER.resolve("questions.jsonl"));

    assertThat(questions).hasSizeGreaterThanOrEqualTo(30).doesNotHaveDuplicates();
    for (KnowledgeQuestion each : questions) {
      assertThat(WordBoundary.contains(each.question(), each.answer()))
          .as(each.question())
          .isFalse();
    }
    assertThat(PromptFile.readQuestions(FOLDER.resolve("question_examples.jsonl"))).hasSize(3);
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

  /** Else the target would teach the test: four words in a row are chance, seven are a copy. */
  @Test
  void noPromptIsRepeatedInTheTextAboutTheStories() {
    TextSettings settings = new TextSettings(512, "text", 0);
    String about =
        Corpus.read(List.of(FOLDER.resolve("about.jsonl")), settings).stream()
            .map(document -> String.join(" ", words(document.text())))
            .collect(Collectors.joining("  ", " ", " "));

    Stream.concat(
            probability.stream().map(ProbabilityPrompt::prompt),
            completion.prompts().stream().map(CompletionPrompt::prompt))
        .forEach(prompt -> assertNotIn(about, prompt));
  }

  private static void assertNotIn(String about, String prompt) {
    List<String> words = words(prompt);
    for (int from = 0; from + 7 <= words.size(); from++) {
      assertThat(about).doesNotContain(phrase(words.subList(from, from + 7)));
    }
    int last = Math.max(0, words.size() - 5);
    assertThat(about).doesNotContain(phrase(words.subList(last, words.size())));
  }

  private static List<String> words(String text) {
    return Pattern.compile("[a-z0-9']+")
        .matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static String phrase(List<String> words) {
    return " " + String.join(" ", words) + " ";
  }

  private static <T> void assertHalved(List<T> prompts, Function<T, PromptHalf> half) {
    var counts = prompts.stream().collect(Collectors.groupingBy(half, Collectors.counting()));
    assertThat(counts.get(PromptHalf.TUNE) - counts.get(PromptHalf.REPORT)).isBetween(-1L, 1L);
  }
}
