package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Setting measure.tasks on a tiny random model: benchmarks beside what a run always measures. */
class TasksOnTheWayTest {
  private static final Path GOLDEN = Path.of("../core/src/test/golden");
  private static final Path ITEMS = GOLDEN.resolve("tasks/own");
  private static final Path DEMO = Path.of("src/main/resources/demo");

  @TempDir Path folder;

  private final CapturedConsole console = new CapturedConsole();
  private Path model;
  private Path run;

  @BeforeEach
  void importModelAndTexts() throws IOException {
    for (String name : List.of("saga.txt", "everyday-grammar.txt")) {
      String text = Files.readString(DEMO.resolve(name)).substring(0, 8_000);
      Files.writeString(folder.resolve(name), text);
    }
    model = folder.resolve("tiny");
    run = folder.resolve("run");
    Path gguf = GOLDEN.resolve("gguf/smollm.gguf");
    assertThat(console.run("import", gguf.toString(), model.toString())).isZero();
  }

  @Test
  void baselineStepsAndUnlearnedModelAreScoredAndTheReportDrawsThem() throws IOException {
    assertThat(forget("measure.tasks=arc_easy,piqa", "measure.task_data=" + ITEMS))
        .as(console.err())
        .isZero();

    RunDirectory directory = new RunDirectory(run);
    for (String name : List.of("baseline", "step-00001", "step-00002", "unlearned")) {
      assertThat(Measurement.load(directory.measured(name)).tasks().keySet())
          .as(name)
          .containsExactly("arc_easy", "piqa");
    }
    assertThat(Measurement.load(directory.measured("reinforced")).tasks()).isEmpty();
    assertThat(directory.report())
        .content()
        .contains(
            "\"note\":\"piqa, acc_norm, step 2: ", "<th scope=\"row\">arc_easy, acc_norm</th>");
    assertThat(console.err()).contains("arc_easy, acc_norm 0.");

    Path alone = folder.resolve("alone.json");
    List<String> arguments =
        new ArrayList<>(List.of("measure", model.toString(), "--tasks", "arc_easy"));
    arguments.addAll(List.of("--data", ITEMS.toString(), "--compute", "float32"));
    arguments.addAll(List.of("--json", alone.toString()));
    assertThat(console.run(arguments.toArray(String[]::new))).as(console.err()).isZero();
    assertThat(Json.read(alone).at("/tasks/arc_easy"))
        .as("the same numbers as of the model alone")
        .isEqualTo(Json.read(directory.measured("baseline")).at("/tasks/arc_easy"));
  }

  @Test
  void whatCannotBeScoredIsRefusedBeforeAnythingIsWritten() {
    assertThat(forget("measure.tasks=arc_esy", "measure.task_data=" + ITEMS))
        .isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err())
        .contains("measure.tasks: unknown task 'arc_esy'; did you mean arc_easy?")
        .hasLineCount(1);

    assertThat(forget("measure.tasks=piqa", "measure.task_data=" + folder.resolve("none")))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err())
        .contains("no such file or folder: " + folder.resolve("none"))
        .contains("measure.task_data")
        .hasLineCount(1);

    assertThat(forget("measure.tasks=piqa", "measure.task_data="))
        .isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("measure.tasks needs measure.task_data").hasLineCount(1);
    assertThat(run).doesNotExist();
  }

  private int forget(String... settings) {
    List<String> arguments = new ArrayList<>(List.of("forget", "--model", model.toString()));
    arguments.addAll(List.of("--out", run.toString()));
    arguments.addAll(List.of("--target", folder.resolve("saga.txt").toString()));
    arguments.addAll(List.of("--retain", folder.resolve("everyday-grammar.txt").toString()));
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of("threads=1", "compute=float32", "text.block_tokens=64"));
    all.addAll(List.of("measure.perplexity_blocks=2", "measure.anchor_occurrences=10"));
    all.addAll(List.of("reinforce.max_steps=2", "finetune.max_steps=2"));
    all.addAll(List.of("stop.measure_every_steps=1", "stop.retain_perplexity_ratio=9"));
    all.addAll(List.of("stop.familiarity_ratio=0"));
    all.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return console.run(arguments.toArray(String[]::new));
  }
}
