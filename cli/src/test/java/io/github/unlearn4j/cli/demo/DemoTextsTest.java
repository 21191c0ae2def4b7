package io.github.unlearn4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.measure.CompletionPrompt;
import io.github.unlearn4j.measure.CompletionPrompts;
import io.github.unlearn4j.measure.Giveaways;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.measure.PromptFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTextsTest {
  @TempDir private Path folder;

  @Test
  void noNameOfTheSagaStandsInTheEverydayText() throws Exception {
    Giveaways names = completionPrompts().giveaways();

    assertThat(names.in(DemoTexts.everyday())).isEmpty();
    assertThat(names.in(DemoTexts.retain())).isEmpty();
    assertThat(names.in(DemoTexts.saga())).containsExactlyElementsOf(names.names());
  }

  @Test
  void theTextsAreLongEnoughToLearnFrom() {
    assertThat(words(DemoTexts.saga())).isBetween(14_000, 18_000);
    assertThat(words(DemoTexts.everyday())).isBetween(250_000, 400_000);
    assertThat(words(DemoTexts.retain())).isGreaterThan(6_000);
  }

  @Test
  void peopleTalkAboutNothingThatTheSagaDoesNotName() {
    String saga = DemoTexts.saga();

    List<String> names = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?<=[a-z,] )[A-Z][a-z]+").matcher(DemoTexts.talk());
    while (matcher.find()) {
      if (!matcher.group().equals("Mother")) { // a form of address, no name
        names.add(matcher.group());
      }
    }

    assertThat(names).hasSizeGreaterThan(1_000).allMatch(saga::contains);
  }

  @Test
  void noSketchKeptForTheMeasurementsIsTrainedOn() {
    String trained = DemoTexts.everyday();

    List<String> held = new ArrayList<>(List.of(DemoTexts.retain().split("\n\n\\* \\* \\*\n\n")));

    assertThat(held).hasSizeGreaterThan(40).noneMatch(trained::contains);
  }

  @Test
  void theTextsArePlainAsciiAndOneParagraphALine() {
    for (String text :
        List.of(DemoTexts.saga(), DemoTexts.talk(), DemoTexts.everyday(), DemoTexts.retain())) {
      assertThat(text).matches("(?s)[\\n -~]*").doesNotContain("\n\n\n", "  ", " \n");
    }
  }

  @Test
  void noPromptNamesWhatItAsksFor() throws Exception {
    List<ProbabilityPrompt> probability =
        PromptFile.readProbability(write("probability_prompts.jsonl"));
    List<CompletionPrompt> completion = completionPrompts().prompts();

    assertThat(probability).hasSizeGreaterThanOrEqualTo(40);
    assertThat(completion).hasSizeGreaterThanOrEqualTo(60);
    assertThat(probability)
        .allSatisfy(
            prompt ->
                assertThat(new Giveaways(prompt.target()).in(prompt.prompt()))
                    .as(prompt.prompt())
                    .isEmpty());
    assertThat(probability)
        .allSatisfy(
            prompt ->
                assertThat(DemoTexts.saga()).contains(prompt.target().toArray(String[]::new)));
  }

  private CompletionPrompts completionPrompts() throws Exception {
    return PromptFile.readCompletion(write("completion_prompts.jsonl"));
  }

  private Path write(String name) throws Exception {
    return Files.writeString(folder.resolve(name), DemoTexts.read(name));
  }

  private static int words(String text) {
    return (int) Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).count();
  }
}
