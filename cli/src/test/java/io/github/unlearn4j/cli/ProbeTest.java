package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.probes.ProbeSettings;
import io.github.unlearn4j.measure.probes.Probes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code probe --run} on tiny random checkpoints. */
class ProbeTest {
  private static final Path GOLDEN = Path.of("../core/src/test/golden");
  private static final String SETTINGS =
      "text: {block_tokens: 32}\nprobe: {passage_tokens: 24, relearn_steps: 2,"
          + " relearn_every_steps: 1}\nmeasure: {probability_prompts: prompts.jsonl}\n";

  @TempDir Path folder;

  private final CapturedConsole console = new CapturedConsole();
  private Path run;

  @BeforeEach
  void makeARun() throws IOException {
    run = Files.createDirectories(folder.resolve("run"));
    checkpoint(folder.resolve("tiny"), "llama");
    checkpoint(run.resolve("model"), "llama-bf16");
    checkpoint(folder.resolve("never"), "llama-tied");
    Files.writeString(
        folder.resolve("target.txt"), "the cat sat on the mat and ran off ".repeat(40));
    Files.writeString(folder.resolve("retain.txt"), "a dog lay by the door of a house ".repeat(40));
    Files.writeString(
        run.resolve("prompts.jsonl"),
        "{\"prompt\": \"the cat sat on the\", \"target\": [\"mat\"], \"generic\": [\"dog\"]}\n"
            + "{\"prompt\": \"the mat and the\", \"target\": [\"cat\"], \"generic\":"
            + " [\"door\"]}\n");
    Files.writeString(
        run.resolve("anchors.yaml"),
        "anchors:\n- {term: cat, translations: [dog]}\n- {term: mat, translations: [rug]}\n");
    Files.writeString(
        run.resolve("recipe.yaml"),
        "model: %s\ntarget: [%s]\nretain: [%s]\nout: %s\ncompute: float32\n"
                .formatted(
                    folder.resolve("tiny"),
                    folder.resolve("target.txt"),
                    folder.resolve("retain.txt"),
                    run)
            + SETTINGS);
  }

  private static void checkpoint(Path to, String family) throws IOException {
    Files.createDirectories(to);
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(GOLDEN.resolve("families").resolve(family).resolve(name), to.resolve(name));
    }
    for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.copy(GOLDEN.resolve("tasks/tiny").resolve(name), to.resolve(name));
    }
  }

  @Test
  void helpNamesEveryProbeAndTheDefaultLimit() {
    console.run("help", "probe");

    String help = console.out();
    assertThat(Probes.names()).allSatisfy(name -> assertThat(help).contains(name));
    assertThat(help).contains("(default: %d)".formatted(ProbeSettings.DEFAULTS.limit()));
  }

  private int probe(String... more) {
    List<String> arguments = new ArrayList<>(List.of("probe", "--run", run.toString()));
    arguments.addAll(List.of(more));
    return console.run(arguments.toArray(String[]::new));
  }

  /** All but verbatim, whose passages are longer than the tiny model's 64 positions. */
  private static String probes() {
    List<String> names = new ArrayList<>(Probes.names());
    names.removeAll(
        List.of("verbatim", "multiple-choice", "opening-hint", "stand-in-leak", "other-languages"));
    return String.join(",", names);
  }

  @Test
  void theFileHoldsEveryProbeAskedForAndThePageShowsThem() throws IOException {
    Path questions = folder.resolve("questions.jsonl");
    Files.writeString(questions, "{\"question\": \"Who?\", \"answer\": \"Sefka\"}\n");
    int exitCode =
        probe(
            "--set",
            "probe.questions=" + questions,
            "--probes",
            probes(),
            "--limit",
            "4",
            "--never-read",
            folder.resolve("never").toString(),
            "--neighbour",
            folder.resolve("retain.txt").toString());

    assertThat(console.err()).doesNotContain("error");
    assertThat(exitCode).isZero();
    JsonNode found = Json.read(run.resolve("measure/probes.json"));
    assertThat(found.path("probes").size()).isEqualTo(Probes.names().size() - 5);
    for (JsonNode probe : found.path("probes")) {
      assertThat(probe.path("before").path("value").isNumber()).as(probe.toString()).isTrue();
      assertThat(probe.path("after").path("value").isNumber()).isTrue();
      assertThat(probe.path("never_read").path("value").isNumber()).isTrue();
      assertThat(probe.path("shows").textValue()).isNotBlank();
    }
    assertThat(run.resolve("measure/probes.details.jsonl")).exists();
    assertThat(run.resolve("report.html")).content().contains("Attacks", "relearning");
    assertThat(console.out()).contains("forget-quality", "probes: ");

    probe("--probes", probes());
    assertThat(console.err()).contains("probe: unchanged, kept");
  }

  @Test
  void whatCannotBeProbedEndsWithOneLineThatSaysWhatToDo() throws IOException {
    assertThat(probe("--probes", "extracton")).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("did you mean extraction?");
    assertThat(probe("--probes", "privacy-leak", "--limit", "2"))
        .isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("--never-read");
    assertThat(probe("--limit", "-1")).isEqualTo(ExitCode.BAD_SETTING.number());

    Path empty = Files.writeString(folder.resolve("empty.txt"), " ");
    assertThat(probe("--probes", "neighbours", "--neighbour", empty.toString()))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("empty.txt is empty");
  }

  @Test
  void aYardstickWithAnotherTokenizerIsRefused() throws IOException {
    Path never = folder.resolve("never");
    Path other = GOLDEN.resolve("tokenizers/byte-level");
    Files.delete(never.resolve("tokenizer.json"));
    Files.copy(other.resolve("tokenizer.json"), never.resolve("tokenizer.json"));

    assertThat(probe("--probes", "min-k", "--never-read", never.toString()))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).containsAnyOf("another tokenizer", "do not belong");
  }

  @Test
  void aRunWithoutAnUnlearnedModelIsToldWhatComesFirst() throws IOException {
    Files.move(run.resolve("model"), folder.resolve("elsewhere"));

    assertThat(probe()).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("./unlearn finetune --run");
    assertThat(console.run("probe", "--run", folder.resolve("nowhere").toString()))
        .isEqualTo(ExitCode.BAD_INPUT.number());
  }

  @Test
  void theHelpNamesEveryProbe() {
    console.run("probe", "--help");

    assertThat(console.out()).contains(Probes.names());
  }

  @Test
  void benchmarksOfARunAreInItsReportAtOnceWithTheModelTheyAreOf() throws IOException {
    int exitCode =
        console.run(
            "measure",
            "--run",
            run.toString(),
            "--tasks",
            "piqa",
            "--data",
            GOLDEN.resolve("tasks/own").toString(),
            "--compute",
            "float32");

    assertThat(exitCode).as(console.err()).isEqualTo(ExitCode.OK.number());
    JsonNode scores = Json.read(run.resolve("measure/tasks-unlearned.json"));
    assertThat(scores.path("fingerprint").asText()).hasSize(16);
    assertThat(run.resolve("measure/intervals.json")).exists();
    assertThat(run.resolve("report.html")).exists();
    assertThat(console.out()).contains("report: ");
  }
}
