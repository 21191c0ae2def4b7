package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code measure MODEL --tasks} on a tiny random checkpoint and items of our own. */
class MeasureTasksTest {
  private static final Path GOLDEN = Path.of("../core/src/test/golden");
  private static final Path ITEMS = GOLDEN.resolve("tasks/own");

  @TempDir Path folder;

  private final CapturedConsole console = new CapturedConsole();
  private Path model;

  @BeforeEach
  void makeACheckpointFolder() throws IOException {
    model = Files.createDirectories(folder.resolve("tiny"));
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(GOLDEN.resolve("families/llama").resolve(name), model.resolve(name));
    }
    for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.copy(GOLDEN.resolve("tasks/tiny").resolve(name), model.resolve(name));
    }
  }

  private int measure(String... more) {
    List<String> arguments = new ArrayList<>(List.of("measure", model.toString()));
    arguments.addAll(List.of(more));
    return console.run(arguments.toArray(String[]::new));
  }

  @Test
  void theResultsCarryTheHarnesssNamesAndNumbers() {
    Path file = folder.resolve("out.json");

    int exitCode =
        measure(
            "--tasks",
            "all",
            "--data",
            ITEMS.toString(),
            "--compute",
            "float32",
            "--json",
            file.toString());

    assertThat(console.err()).doesNotContain("error");
    assertThat(exitCode).isZero();
    JsonNode results = Json.read(file);
    JsonNode expected = Json.read(GOLDEN.resolve("tasks/own.json"));
    assertThat(results.path("tasks").size()).isEqualTo(7);
    assertThat(results.path("versions").path("boolq").doubleValue()).isEqualTo(2.0);
    assertThat(results.path("compute").textValue()).isEqualTo("float32");
    for (String task : List.of("winogrande", "arc_easy", "boolq", "hellaswag")) {
      JsonNode metrics = results.path("tasks").path(task);
      JsonNode reference = expected.path(task).path("metrics");
      reference
          .fieldNames()
          .forEachRemaining(
              key ->
                  assertThat(metrics.path(key).doubleValue())
                      .as(task + " " + key)
                      .isCloseTo(reference.path(key).doubleValue(), within(1e-9)));
    }
    assertThat(results.path("n-samples").path("arc_easy").path("original").intValue()).isEqualTo(4);
    assertThat(folder.resolve("out.details.jsonl")).exists();
    assertThat(console.out()).contains("arc_easy", "acc_norm", "results: " + file);
  }

  @Test
  void aLimitDrawsTheSameItemsEveryTimeAndSaysWhich() {
    Path file = folder.resolve("out.json");
    String[] arguments = {
      "--tasks",
      "arc_easy",
      "--data",
      ITEMS.toString(),
      "--limit",
      "2",
      "--seed",
      "5",
      "--json=" + file
    };

    measure(arguments);
    JsonNode first = Json.read(file).path("samples");
    measure(arguments);

    assertThat(Json.read(file).path("samples")).isEqualTo(first);
    assertThat(first.path("arc_easy").size()).isEqualTo(2);
    assertThat(Json.read(file).path("n-samples").path("arc_easy").path("effective").intValue())
        .isEqualTo(2);
  }

  @Test
  void withoutAFileJsonMeansLinesOnStandardOutput() throws IOException {
    int exitCode = measure("--json", "--tasks", "piqa", "--data", ITEMS.toString());

    assertThat(exitCode).isZero();
    JsonNode last = null;
    for (String line : console.out().lines().toList()) {
      last = Json.json().readTree(line);
    }
    assertThat(last.path("event").textValue()).isEqualTo("result");
    assertThat(last.path("tasks").path("piqa").has("acc,none")).isTrue();
  }

  @Test
  void aBadItemEndsTheWorkBeforeTheModelIsLoaded() throws IOException {
    Files.delete(model.resolve("model.safetensors"));
    Path items = Files.createDirectories(folder.resolve("items"));
    Files.writeString(
        items.resolve("piqa.jsonl"), "{\"goal\":\"g\",\"sol1\":\"a\",\"sol2\":\"b\",\"label\":2}");

    int exitCode = measure("--tasks", "piqa", "--data", items.toString());

    assertThat(exitCode).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err())
        .contains("piqa.jsonl line 1: label is 2 but must lie between 0 and 1")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--judge http://localhost:1/v1", "--again", "--set typo=1", "--target x"})
  void flagsThatBenchmarksOfAModelDoNotLookAtAreRefused(String flag) {
    int exitCode = measure(("--tasks piqa --data " + ITEMS + " " + flag).split(" "));

    assertThat(exitCode).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err())
        .contains("would do nothing, leave it out: " + flag.split(" ")[0])
        .hasLineCount(1);
  }

  @Test
  void aJudgeIsNotAskedByBenchmarksOfARun() {
    String line = "measure --run none --tasks piqa --data none --judge http://localhost:1/v1";

    assertThat(console.run(line.split(" "))).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("would do nothing, leave it out: --judge");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThat(measure()).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("add --tasks");
    assertThat(measure("--limit", "3")).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(measure("--tasks", "piqa")).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(measure("--tasks", "pika", "--data", ITEMS.toString()))
        .isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("did you mean piqa?");
  }
}
