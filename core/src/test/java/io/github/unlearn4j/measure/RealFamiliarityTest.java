package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The numbers of a real model, against those of transformers. */
@Tag("real")
class RealFamiliarityTest {
  private static final Progress.Task NO_TASK = Progress.silent().start("", 0, "");

  @Test
  void allNumbersEqualThoseOfThePythonLibrary() {
    Path folder = Path.of(System.getProperty("unlearn4j.real", "/nowhere"));
    Assumptions.assumeTrue(
        Files.exists(folder.resolve("tokenizer.json")),
        "not run: give an imported SmolLM2 folder as -Dunlearn4j.real");
    JsonNode expected = Json.read(Path.of("src/test/golden/familiarity/expected.json"));

    try (Decoder decoder = Decoder.load(folder, ComputeType.FLOAT32);
        Tokenizer tokenizer = Tokenizer.load(folder)) {
      MeasuredModel model = MeasuredModel.of(decoder, tokenizer);
      checkProbabilities(expected, model, tokenizer);
      checkCompletions(expected, model, tokenizer);
      checkText(expected, model, tokenizer);
    }
  }

  private static void checkProbabilities(
      JsonNode expected, MeasuredModel model, Tokenizer tokenizer) {
    for (JsonNode row : expected.path("probability")) {
      List<String> target = new ArrayList<>();
      row.path("target").forEach(string -> target.add(string.textValue()));
      ProbabilityPrompt prompt =
          new ProbabilityPrompt(
              row.path("prompt").textValue(), target, List.of(), null, null, null);

      Familiarity.ProbabilityAnswer answer =
          Familiarity.probability(model, tokenizer, List.of(prompt), NO_TASK).getFirst();

      assertThat(answer.strings()).hasSize(row.path("strings").size());
      answer
          .strings()
          .forEach(
              (string, probability) ->
                  assertThat(probability)
                      .as(prompt.prompt() + " … " + string)
                      .isCloseTo(row.path("strings").path(string).doubleValue(), within(1e-3)));
    }
  }

  private static void checkCompletions(
      JsonNode expected, MeasuredModel model, Tokenizer tokenizer) {
    for (JsonNode row : expected.path("completions")) {
      CompletionPrompt prompt =
          new CompletionPrompt(row.path("prompt").textValue(), List.of(), null, null, null);
      CompletionPrompts prompts =
          new CompletionPrompts(new Giveaways(List.of("Watson")), List.of(prompt));

      String completion =
          Familiarity.completion(
                  model, tokenizer, prompts, expected.path("completion_tokens").intValue(), NO_TASK)
              .getFirst()
              .completion();

      assertThat(completion).isEqualTo(row.path("completion").textValue());
    }
  }

  private static void checkText(JsonNode expected, MeasuredModel model, Tokenizer tokenizer) {
    String text = expected.path("text").textValue();
    List<Block> blocks = List.of(new Block(0, "text", text, tokenizer.encodePlain(text)));
    List<String> anchors = new ArrayList<>();
    expected.path("anchors").fieldNames().forEachRemaining(anchors::add);

    double perplexity = Perplexity.of(model, blocks, 1, NO_TASK).perplexity();
    List<AnchorRecall.Occurrence> recall = AnchorRecall.of(model, blocks, anchors, 99, NO_TASK);

    assertThat(perplexity)
        .isCloseTo(expected.path("perplexity").doubleValue(), within(1e-3 * perplexity));
    assertThat(recall).hasSize(anchors.size());
    for (AnchorRecall.Occurrence occurrence : recall) {
      assertThat(occurrence.probability())
          .as(occurrence.term())
          .isCloseTo(expected.path("anchors").path(occurrence.term()).doubleValue(), within(1e-4));
    }
  }
}
