package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.model.AdapterFolder;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.run.RunLock;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.GenericLabels;
import io.github.unlearn4j.whp.LabelledBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with a random model of a few thousand numbers: nothing learnt, all parts moved. */
class ForgetTest {
  private static final Path GGUF = Path.of("../core/src/test/golden/gguf/smollm.gguf");
  private static final Path DEMO = Path.of("src/main/resources/demo");

  @TempDir Path folder;

  private final CapturedConsole console = new CapturedConsole();
  private Path model;
  private Path run;

  @BeforeEach
  void importModelAndTexts() throws IOException {
    excerpt("saga.txt", 12_000);
    excerpt("everyday-grammar.txt", 6_000);
    model = folder.resolve("tiny");
    run = folder.resolve("run");
    assertThat(console.run("import", GGUF.toString(), model.toString())).isZero();
  }

  @Test
  void allStagesLeaveTheirFilesAndASecondStartRunsOnlyWhatFollowsFromAnEdit() throws IOException {
    assertThat(forget()).as(console.err()).isZero();

    RunDirectory directory = new RunDirectory(run);
    assertThat(AnchorDictionary.load(directory.anchors()).kept()).isNotEmpty();
    assertThat(directory.recipe().text().blockTokens()).isEqualTo(64);
    assertThat(directory.metrics()).content().hasLineCount(4);
    assertThat(Measurement.load(directory.measured("unlearned")).perplexity().retain())
        .isPositive();
    assertThat(directory.measuredStep(2)).exists();
    assertThat(directory.report()).content().contains("Completions side by side");
    assertThat(directory.model().resolve("README.md")).exists();
    assertThat(directory.model().resolve("tokenizer.json")).exists();
    assertThat(console.out()).contains("unlearned", "report: " + directory.report());
    assertThat(run.resolve("model.best")).doesNotExist();

    assertThat(console.run("forget", "--run", run.toString())).isZero();
    assertThat(console.err()).contains("finetune: unchanged, kept", "report: unchanged, kept");

    explainShowsTheStoredLabelsAndLeavesTheRunAsItIs(directory);

    Path anchors = new RunDirectory(run).anchors();
    Files.writeString(
        anchors, Files.readString(anchors).replaceFirst("\"keep\":true", "\"keep\":false"));
    assertThat(console.run("forget", "--run", run.toString())).isZero();
    assertThat(console.err())
        .contains("anchors: unchanged, kept", "reinforce: unchanged, kept")
        .contains("labels: run again (anchors.yaml changed)");
  }

  private void explainShowsTheStoredLabelsAndLeavesTheRunAsItIs(RunDirectory directory)
      throws IOException {
    assertThat(directory.explained()).as("written with the labels").hasSize(1);
    String page = directory.explained().getFirst().getFileName().toString();
    assertThat(directory.report()).content().contains("<a href=\"explained/" + page);
    GenericLabels labels = GenericLabels.load(directory.labels());
    LabelledBlock block = labels.blocks().getLast();
    String[] explain = {
      "explain", "--run", run.toString(), "--block", Integer.toString(block.index()), "--json"
    };

    assertThat(console.run(explain)).as(console.err()).isZero();

    JsonNode result = Json.json().readTree(console.out().lines().toList().getLast());
    assertThat(result.path("differing").intValue()).isZero();
    assertThat(result.path("positions").size()).isEqualTo(block.ids().length);
    for (JsonNode why : result.path("positions")) {
      int expected = block.labels()[0][why.path("position").intValue()];
      assertThat(why.path("label").path("id").asInt(Example.IGNORED)).isEqualTo(expected);
      assertThat(why.path("soft").size()).isEqualTo(expected == Example.IGNORED ? 0 : 32);
    }
    assertThat(directory.explained(block.index())).exists();
    assertThat(console.run("forget", "--run", run.toString())).isZero();
    assertThat(console.err())
        .contains("labels: unchanged, kept", "finetune: unchanged, kept")
        .contains("report: run again (explained blocks changed)");

    assertThat(console.run("explain", "--run", run.toString(), "--block", "999"))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("block 999 has no labels", "nearest with labels: ");
    assertThat(
            console.run(
                "explain", "--run", run.toString(), "--block", "0", "--positions", "4 to 7"))
        .isEqualTo(ExitCode.BAD_SETTING.number());
  }

  @Test
  void withLoraTheRunHoldsAdaptersAndAWholeMergedModel() {
    List<String> arguments = arguments("forget");
    for (String stage : List.of("reinforce", "finetune")) {
      arguments.addAll(List.of("--set", stage + ".lora.rank=2"));
      arguments.addAll(List.of("--set", stage + ".recompute=true"));
    }
    assertThat(console.run(arguments.toArray(String[]::new))).as(console.err()).isZero();

    RunDirectory directory = new RunDirectory(run);
    assertThat(console.err()).contains("activations", "largest: ");
    assertThat(AdapterFolder.isAdapter(directory.reinforced())).isTrue();
    assertThat(AdapterFolder.isAdapter(directory.adapter())).isTrue();
    assertThat(directory.model().resolve("tokenizer.json")).exists();
    assertThat(Measurement.load(directory.measured("reinforced")).perplexity().retain())
        .isPositive();
    assertThat(directory.report()).exists();

    String adapter = directory.adapter().toString();
    Path merged = folder.resolve("merged");
    assertThat(console.run("merge", adapter, merged.toString())).as(console.err()).isZero();
    assertThat(merged.resolve("model.safetensors"))
        .hasSameBinaryContentAs(directory.model().resolve("model.safetensors"));
    assertThat(console.run("merge", adapter, merged.toString()))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.run("generate", directory.reinforced().toString(), "The")).isZero();
    assertThat(console.run("forget", "--model", adapter, "--target", model.toString()))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("is an adapter; work it into its base first");
  }

  @Test
  @Tag("slow")
  void stagesOneByOneComeToTheSame() {
    List<String> arguments = arguments("anchors");
    assertThat(console.run(arguments.toArray(String[]::new))).isZero();
    assertThat(console.out()).contains("stand-ins");

    assertThat(console.run("labels", "--run", run.toString()))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("./unlearn reinforce --run " + run);

    for (String stage : List.of("reinforce", "labels", "finetune", "measure", "report")) {
      assertThat(console.run(stage, "--run", run.toString())).as(console.err()).isZero();
    }
    assertThat(new RunDirectory(run).report()).exists();
  }

  @Test
  void anotherModelNeverOverwritesAFinishedRun() throws IOException {
    console.run(arguments("anchors").toArray(String[]::new));
    Files.createDirectories(run.resolve("model"));
    Path other = folder.resolve("other");
    console.run("import", GGUF.toString(), other.toString());
    String before = Files.readString(run.resolve("recipe.yaml"));

    int exitCode = console.run("forget", "--run", run.toString(), "--model", other.toString());

    assertThat(exitCode).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("holds a finished run of model " + model);
    assertThat(run.resolve("recipe.yaml")).hasContent(before);
  }

  @Test
  void aFolderInUseIsRefused() {
    try (RunLock lock = RunLock.take(new RunDirectory(run))) {
      assertThat(lock).isNotNull();
      assertThat(forget()).isEqualTo(ExitCode.BUSY.number());
    }
  }

  @Test
  void generatePrintsTheCompletionAlone() throws IOException {
    assertThat(console.run("generate", model.toString(), "Hello", "--max-new-tokens", "4"))
        .isZero();
    assertThat(console.out()).endsWith("\n").hasLineCount(1);
    String completion = console.out().stripTrailing();

    console.run("generate", model.toString(), "Hello", "--max-new-tokens", "4", "--json");
    assertThat(Json.json().readTree(console.out()).path("completion").asText().strip())
        .isEqualTo(completion.strip());
  }

  @Test
  void aTargetShorterThanABlockIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("short.txt"), "Once upon a time.");

    int exitCode =
        console.run(
            "reinforce",
            "--model",
            model.toString(),
            "--target",
            text.toString(),
            "--out",
            run.toString(),
            "--set",
            "text.block_tokens=64");

    assertThat(exitCode).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("less than one block");
    assertThat(run).doesNotExist();
  }

  @Test
  void aDamagedModelIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path weights = model.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(whole, whole.length - 100));

    assertThat(forget()).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("model.safetensors").hasLineCount(1);
    assertThat(run).doesNotExist();
  }

  @Test
  void badTextsLeaveAFinishedRunAsItWas() throws IOException {
    console.run(arguments("anchors").toArray(String[]::new));
    Path recipe = run.resolve("recipe.yaml");
    String before = Files.readString(recipe);
    Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'c', 'a', 'f', (byte) 0xE9});
    Path empty = Files.writeString(folder.resolve("empty.txt"), " \n");
    Path brief = Files.writeString(folder.resolve("brief.txt"), "Once upon a time.");

    for (Path text : List.of(latin, empty, brief)) {
      for (String flag : List.of("--target", "--retain")) {
        int exitCode = console.run("forget", "--run", run.toString(), flag, text.toString());

        assertThat(exitCode).as(flag + text).isEqualTo(ExitCode.BAD_INPUT.number());
        assertThat(console.err()).contains(text.toString()).hasLineCount(1);
      }
    }
    assertThat(recipe).hasContent(before);
  }

  @Test
  void badPromptsAndBlocksLongerThanTheModelTakesAreRefusedBeforeAnythingIsWritten()
      throws IOException {
    List<String> arguments = arguments("forget");
    Path prompts = Files.writeString(folder.resolve("p.jsonl"), "{\"prompt\": 3}\n");
    arguments.addAll(List.of("--set", "measure.probability_prompts=" + prompts));
    assertThat(console.run(arguments.toArray(String[]::new)))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("p.jsonl line 1").hasLineCount(1);

    arguments = arguments("forget");
    arguments.addAll(List.of("--set", "text.block_tokens=129"));
    assertThat(console.run(arguments.toArray(String[]::new)))
        .isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("takes at most 128 tokens").hasLineCount(1);
    assertThat(run).doesNotExist();
  }

  @Test
  void anEmbeddingOfAnotherShapeThanTheConfigSaysIsRefused() throws IOException {
    Path config = model.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config).replaceFirst("\"vocab_size\" : \\d+", "\"vocab_size\" : 9999"));

    assertThat(forget()).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("the embedding has the shape").hasLineCount(1);
    assertThat(run).doesNotExist();
  }

  @Test
  void aTokenizerWithMoreTokensThanTheModelIsRefused() throws IOException {
    Path config = model.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config).replaceFirst("\"vocab_size\" : \\d+", "\"vocab_size\" : 100"));

    assertThat(forget()).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("the tokenizer has").contains("embedding only 100");
    assertThat(console.run("generate", model.toString(), "Hello"))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("config.json asks for [100, 16]").hasLineCount(1);
  }

  private void excerpt(String name, int characters) throws IOException {
    String text = Files.readString(DEMO.resolve(name));
    Files.writeString(folder.resolve(name), text.substring(0, characters));
  }

  private int forget() {
    return console.run(arguments("forget").toArray(String[]::new));
  }

  private List<String> arguments(String command) {
    return TinyRun.arguments(
        command,
        model,
        run,
        folder,
        DEMO,
        List.of(
            "finetune.max_steps=2",
            "stop.measure_every_steps=1",
            "stop.retain_perplexity_ratio=9",
            "stop.familiarity_ratio=0"));
  }
}
