package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code measure MODEL --prompts} and {@code --judge} on tiny random checkpoints. */
class MeasurePromptsTest {
  private static final Path GOLDEN = Path.of("../core/src/test/golden");
  private static final String OWN_FORM =
      "{\"giveaways\": [\"Cat\"]}\n{\"prompt\": \"the mat and\", \"references\": [\"mat\"]}\n"
          + "{\"prompt\": \"the dog sat\", \"references\": []}\n";
  private static final String AUTHORS_COMPLETION =
      "[{\"prompt\": {\"references\": [\"Cat\"], \"prompt\": \"the cat sat\", \"subtlety\": 3}},"
          + " {\"prompt\": {\"references\": [\"mat\"], \"prompt\": \"on the mat\","
          + " \"subtlety\": 5}}]";
  private static final String AUTHORS_PROBABILITY = "[{\"prompt\": \"the cat is a\"}]";

  @TempDir Path folder;

  private final CapturedConsole console = new CapturedConsole();
  private Path model;
  private Path prompts;

  @BeforeEach
  void modelAndPrompts() throws IOException {
    model = checkpoint(folder.resolve("tiny"), "llama");
    prompts = Files.createDirectory(folder.resolve("prompts"));
    Files.writeString(prompts.resolve("evaluation_prompts.json"), AUTHORS_COMPLETION);
    Files.writeString(prompts.resolve("probability_prompts.json"), AUTHORS_PROBABILITY);
  }

  private static Path checkpoint(Path to, String family) throws IOException {
    Files.createDirectories(to);
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(GOLDEN.resolve("families").resolve(family).resolve(name), to.resolve(name));
    }
    for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.copy(GOLDEN.resolve("tasks/tiny").resolve(name), to.resolve(name));
    }
    return to;
  }

  private int measure(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("measure", model.toString(), "--prompts", prompts.toString()));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--compute", "float32", "--set", "measure.completion_tokens=4"));
    return console.run(arguments.toArray(String[]::new));
  }

  @Test
  void theAuthorsFilesAreMeasuredInBothForms() {
    Path file = folder.resolve("out.json");

    assertThat(measure("--json", file.toString())).as(console.err()).isZero();

    JsonNode measured = Json.read(file);
    assertThat(measured.at("/counts/probability_prompts").intValue()).isEqualTo(1);
    assertThat(measured.at("/counts/completion_prompts").intValue()).isEqualTo(2);
    assertThat(measured.at("/familiarity/probability").doubleValue()).isPositive().isLessThan(1);
    assertThat(folder.resolve("out.details.jsonl")).content().hasLineCount(3);
    assertThat(console.out()).contains("without judge", "(2 prompts)", "results: " + file);
  }

  @Test
  void aJudgeGradesTheCompletionsOnceAndItsFilesLieBesideTheResult() throws IOException {
    Path file = folder.resolve("out.json");
    try (CannedEndpoint judge =
        new CannedEndpoint(question -> "It says so.\nMODEL_FAMILIARITY: 2/3")) {
      String[] flags = {
        "--judge",
        judge.url(),
        "--judge-model",
        "j",
        "--judge-sample",
        "1",
        "--json",
        file.toString()
      };
      assertThat(measure(flags)).as(console.err()).isZero();

      assertThat(judge.questions).hasSize(3);
      JsonNode grades = Json.read(folder.resolve("out.judge.json"));
      JsonNode score = grades.path("models").path(model.toString()).path("familiarity");
      assertThat(score.path("score").doubleValue()).isEqualTo(1.0);
      assertThat(score.path("n").intValue()).isEqualTo(2);
      assertThat(grades.at("/agreement/same").doubleValue()).isEqualTo(1.0);
      assertThat(folder.resolve("out.judge.details.jsonl")).content().contains("It says so.");
      assertThat(console.out()).contains("score (0 to 5)", "1.000");

      assertThat(measure(flags)).isZero();
      assertThat(judge.questions).as("a repeat costs nothing").hasSize(3);
      assertThat(console.out()).contains("judge j: 0 questions asked");
    }
  }

  @Test
  void aRunIsJudgedWithoutMeasuringItsModelsAgain() throws IOException {
    Path run = run();
    assertThat(console.run("measure", "--run", run.toString())).as(console.err()).isZero();
    try (CannedEndpoint judge = new CannedEndpoint(question -> "Because.\nMODEL_FAMILIARITY: 3")) {
      String[] judged = {
        "measure", "--run", run.toString(), "--judge", judge.url(), "--judge-model", "j"
      };
      assertThat(console.run(judged)).as(console.err()).isZero();

      assertThat(console.err())
          .contains("measure-baseline: unchanged, kept", "measure-unlearned: unchanged, kept");
      RunDirectory directory = new RunDirectory(run);
      JsonNode models = Json.read(directory.judged()).path("models");
      assertThat(models.at("/baseline/familiarity/score").doubleValue()).isEqualTo(5.0);
      assertThat(models.at("/unlearned/familiarity/grades/3").intValue()).isEqualTo(2);
      assertThat(directory.judgeReplies()).exists();
      assertThat(console.run("report", "--run", run.toString())).as(console.err()).isZero();
      assertThat(directory.report())
          .content()
          .contains("Graded by a judge", "5.000 ± 0.000", "Because.");

      int asked = judge.questions.size();
      assertThat(console.run("measure", "--run", run.toString())).isZero();
      assertThat(console.err()).contains("judge: unchanged, kept");
      assertThat(judge.questions).hasSize(asked);
    }
  }

  private Path run() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    checkpoint(run.resolve("model"), "llama-bf16");
    Files.writeString(folder.resolve("target.txt"), "the cat sat on the mat and ran ".repeat(40));
    Files.writeString(folder.resolve("retain.txt"), "a dog lay by the door of it ".repeat(40));
    Files.writeString(run.resolve("completion.jsonl"), OWN_FORM);
    Files.writeString(
        run.resolve("anchors.yaml"), "anchors:\n- {term: cat, translations: [dog]}\n");
    Files.writeString(
        run.resolve("recipe.yaml"),
        "model: %s\ntarget: [%s]\nretain: [%s]\nout: %s\ncompute: float32\n"
                .formatted(model, folder.resolve("target.txt"), folder.resolve("retain.txt"), run)
            + "text: {block_tokens: 32}\n"
            + "measure: {completion_prompts: completion.jsonl, completion_tokens: 4}\n");
    return run;
  }

  @Test
  void whatDoesNotGoTogetherIsSaidBeforeAnythingIsLoaded() throws IOException {
    refused("say where with --json", "--judge", "http://localhost:1/v1", "--judge-model", "j");
    refused("measure.judge.model", "--judge", "http://localhost:1/v1", "--json", "o.json");
    refused("leave them out of --prompts", "--tasks", "piqa");
    refused("would do nothing, leave it out: --again", "--again");
    refused("would do nothing, leave it out: --target, --out", "--target", "x", "--out", "y");
    assertThat(console.run("measure", "--prompts", prompts.toString()))
        .isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("give MODEL");
    Files.writeString(prompts.resolve("evaluation_prompts.json"), "[]");
    Files.writeString(prompts.resolve("probability_prompts.json"), "[]");
    assertThat(measure()).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("no prompts in");
  }

  private void refused(String part, String... more) {
    assertThat(measure(more)).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains(part);
  }

  @Test
  void aRunWithAJudgeButNoPromptsEndsBeforeItsModelsAreLoaded() throws IOException {
    Path run = run();
    assertThat(
            console.run(
                "measure",
                "--run",
                run.toString(),
                "--judge",
                "http://localhost:1/v1",
                "--judge-model",
                "j",
                "--set",
                "measure.completion_prompts="))
        .isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("measure.completion_prompts is empty");
  }
}
