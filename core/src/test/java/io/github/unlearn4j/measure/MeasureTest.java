package io.github.unlearn4j.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.GoldenTokenizers;
import io.github.unlearn4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureTest {
  private static final Tokenizer TOKENIZER = GoldenTokenizers.load(GoldenTokenizers.BYTE_LEVEL);
  private static final String TEXT = "He put the lamp in the fog";
  private static final Block BLOCK = new Block(0, "text", TEXT, TOKENIZER.encodePlain(TEXT));

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  private static Measure.Result measure(FakeModel model, MeasureInputs inputs) {
    return Measure.run(
        "baseline", model, TOKENIZER, inputs, MeasureSettings.DEFAULTS, Progress.silent());
  }

  private static MeasureInputs everything() {
    return new MeasureInputs(
        List.of(
            new ProbabilityPrompt(
                "the", List.of("lamp"), List.of("fog"), "narrative", 3, PromptHalf.REPORT)),
        new CompletionPrompts(
            new Giveaways(List.of("Ada")),
            List.of(new CompletionPrompt("Who", List.of(), "question", 1, null))),
        List.of(BLOCK),
        List.of(BLOCK),
        List.of(BLOCK),
        List.of("lamp"));
  }

  private static FakeModel model() {
    return new FakeModel(TOKENIZER, 0.01).expects("Ġlamp", 0.25).completes("Who", " Ada");
  }

  @Test
  void theFileHasTheAgreedKeys() {
    Path file = folder.resolve("baseline.json");

    measure(model(), everything()).measurement().save(file);

    JsonNode json = Json.read(file);
    assertThat(json.path("model").textValue()).isEqualTo("baseline");
    assertThat(json.at("/familiarity/probability").doubleValue()).isEqualTo(0.25);
    assertThat(json.at("/familiarity/completion").doubleValue()).isEqualTo(1);
    assertThat(json.at("/familiarity/prompts").intValue()).isEqualTo(2);
    assertThat(json.at("/anchor_recall").doubleValue()).isEqualTo(0.25);
    assertThat(json.at("/perplexity/target").isDouble()).isTrue();
    assertThat(json.at("/perplexity/retain").isDouble()).isTrue();
    assertThat(json.at("/seconds").isDouble()).isTrue();
    assertThat(json.has("tasks")).as("no benchmark was asked for").isFalse();
  }

  @Test
  void whatCouldNotBeMeasuredIsNullWithARemark() throws IOException {
    MeasureInputs nothing =
        new MeasureInputs(
            List.of(), CompletionPrompts.NONE, List.of(), List.of(), List.of(), List.of());
    Path file = folder.resolve("baseline.json");

    measure(model(), nothing).measurement().save(file);

    JsonNode json = Json.read(file);
    assertThat(json.at("/familiarity/probability").isNull()).isTrue();
    assertThat(json.at("/anchor_recall").isNull()).isTrue();
    assertThat(json.at("/perplexity/retain").isNull()).isTrue();
    assertThat(json.path("remarks").toString()).contains("anchor_recall is missing");
    assertThat(Files.readString(file)).doesNotContain("NaN");
  }

  @Test
  void scoresOnBenchmarksAreReadAsTheyWereWrittenAndTheirTimeCounts() {
    Path file = folder.resolve("step-00020.json");
    Measurement measured = measure(model(), everything()).measurement();
    Map<String, Map<String, Double>> scores = Map.of("boolq", Map.of("acc,none", 0.625));

    Measurement scored = measured.withTasks(scores, 2);
    scored.save(file);

    assertThat(Json.read(file).at("/tasks/boolq/acc,none").doubleValue()).isEqualTo(0.625);
    assertThat(Measurement.load(file)).isEqualTo(scored);
    assertThat(scored.seconds()).isEqualTo(measured.seconds() + 2);
  }

  @Test
  void anInfinitePerplexityIsNullWithARemark() {
    Measurement measurement = measure(new FakeModel(TOKENIZER, 0), everything()).measurement();

    assertThat(measurement.perplexity().target()).isNull();
    assertThat(measurement.remarks()).anyMatch(remark -> remark.contains("Infinity"));
  }

  @Test
  void aHalfWithoutPromptsIsMissingAndTheOtherIsNot() {
    Measurement measurement = measure(model(), everything()).measurement();

    assertThat(measurement.tuning().probability()).isNull();
    assertThat(measurement.tuning().completion()).isEqualTo(1);
    assertThat(measurement.familiarity().probability()).isEqualTo(0.25);
  }

  @Test
  void measurementAndDetailsAreReadAsTheyWereWritten() {
    Path file = folder.resolve("step-00020.json");
    Measure.Result result = measure(model(), everything());

    result.measurement().save(file);
    result.details().save(file);

    assertThat(folder.resolve("step-00020.details.jsonl")).isRegularFile();
    assertThat(Measurement.load(file)).isEqualTo(result.measurement());
    assertThat(MeasureDetails.load(file)).isEqualTo(result.details());
  }

  @Test
  void measuringAgainGivesTheSameNumbers() {
    assertThat(measure(model(), everything()).details())
        .isEqualTo(measure(model(), everything()).details());
  }
}
