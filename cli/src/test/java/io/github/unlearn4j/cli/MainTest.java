package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.recipe.Preset;
import io.github.unlearn4j.recipe.RecipeText;
import io.github.unlearn4j.tensor.Cards;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path folder;

  private final CapturedConsole console = new CapturedConsole();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "forgt | 2 | unknown command 'forgt'; did you mean forget?; see ./unlearn --help",
        "xyzzy | 2 | unknown command 'xyzzy'; see ./unlearn --help",
        "forget --modl x | 2 | unknown option '--modl'; did you mean --model?",
        "forget --model | 2 | missing required parameter for option '--model'",
        "help xyzzy | 2 | no command 'xyzzy'; there are",
        "forget | 3 | model is empty; name a checkpoint folder",
        "forget --set reinforce.epoch=2 | 3 | did you mean reinforce.epochs?",
        "forget --set seed | 3 | --set takes key=value",
        "forget --set reinforce.lora.modules=qproj | 3 | nothing is called 'qproj'; did you mean"
            + " q_proj",
        "forget --set finetune.lora.rank=-1 | 3 | finetune.lora.rank is -1 but must be at least 0",
        "merge /none out | 4 | /none holds no adapter_config.json, so it is no adapter folder",
        "forget none.yaml | 4 | no such file",
        "forget src | 4 | cannot read the recipe src: it is a folder",
        "forget --set finetune=3 | 3 | finetune is a section, not a setting",
        "settings --set target=[a,'b | 3 | cannot read [a,'b as a list",
        "generate /none Hello | 4 | model: no such folder: /none",
        "forget --model /none --target b.txt | 4 | model: no such folder: /none",
        "forget --run /none | 4 | /none is no run folder",
        "forget --device cude | 3 | device is \"cude\" but must be cpu, cuda, cuda:N (the card's"
            + " number, from 0) or auto; did you mean cuda?",
        "generate src Hello --device gpu | 3 | did you mean cpu?",
        "settings --set device=cuda:first | 3 | device is \"cuda:first\" but must be",
      })
  void whatAUserCanPutRightIsOneLineAndAnExitCode(String line, int exitCode, String message) {
    int actual = console.run(line.split(" "));

    assertThat(actual).isEqualTo(exitCode);
    assertThat(console.err()).startsWith("error: ").contains(message).hasLineCount(1);
    assertThat(console.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"generate src Hello", "measure src --tasks piqa --data src", "doctor"})
  void aCardThatThisBuildCannotUseIsRefusedWithTheWayToOne(String line) {
    assumeTrue(Cards.probe().natives() == Cards.Natives.CPU, "not run: this build has CUDA");

    int actual = console.run((line + " --device cuda").split(" "));

    assertThat(actual).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err())
        .startsWith("error: device is cuda but this build has natives for the processor only;")
        .contains("UNLEARN4J_CUDA=1 ./unlearn")
        .hasLineCount(1);
  }

  @Test
  void anUnknownKeyInARecipeIsNamedWithFileAndLine() throws IOException {
    Path recipe = Files.writeString(folder.resolve("mine.yaml"), "seed: 1\nlabels:\n  alfa: 5\n");

    int exitCode = console.run("forget", recipe.toString());

    assertThat(exitCode).isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err())
        .isEqualTo(
            "error: %s:3: unknown key labels.alfa; did you mean labels.alpha?; ./unlearn settings"
                    .formatted(recipe)
                + " lists all\n");
  }

  @Test
  void aModelThatCannotFitIsRefusedBeforeAnythingIsLoadedOrWritten() throws IOException {
    Path model = Files.createDirectories(folder.resolve("huge"));
    Files.writeString(
        model.resolve("config.json"),
        """
        {"model_type": "llama", "vocab_size": 128256, "hidden_size": 16384,
         "intermediate_size": 53248, "num_hidden_layers": 126, "num_attention_heads": 128,
         "num_key_value_heads": 8}\
        """);
    Path text = Files.writeString(folder.resolve("book.txt"), "It was a dark night.");
    Path run = folder.resolve("run");

    int exitCode =
        console.run(
            "forget",
            "--model",
            model.toString(),
            "--target",
            text.toString(),
            "--out",
            run.toString());

    assertThat(exitCode).isEqualTo(ExitCode.NO_MEMORY.number());
    assertThat(console.err()).contains("GiB of memory and").contains("are available");
    assertThat(run).doesNotExist();
  }

  @Test
  void settingsPrintsARecipeThatCanBeReadAgain() throws IOException {
    console.run("settings", "--preset", "paper-7b", "--out", "/runs/x");

    Path saved = Files.writeString(folder.resolve("again.yaml"), console.out());
    String first = console.out();
    console.run("settings", saved.toString());

    assertThat(console.out()).isEqualTo(first).contains("learning_rate: 3.0e-6");
  }

  @Test
  void withoutAPlaceTheRunIsNamedAfterTheRecipeOrTheTarget() throws IOException {
    Path recipe = Files.writeString(folder.resolve("sherlock.yaml"), "seed: 1\n");

    console.run("settings", recipe.toString());
    assertThat(console.out()).contains("/runs/sherlock\n");

    console.run("settings", "--target", "texts/book.txt");
    assertThat(console.out()).contains("/runs/book\n");
  }

  @Test
  void withJsonEveryLineOnStandardOutputIsAnObject() throws IOException {
    int exitCode = console.run("doctor", "--json", "--set", "seeed=1");

    assertThat(exitCode).isEqualTo(ExitCode.BAD_SETTING.number());
    JsonNode last = null;
    for (String line : console.out().lines().toList()) {
      last = Json.json().readTree(line);
      assertThat(last.has("event")).isTrue();
    }
    assertThat(last.path("event").asText()).isEqualTo("error");
    assertThat(last.path("exit_code").asInt()).isEqualTo(3);
  }

  @Test
  void doctorShowsTheMachineAndTheMemoryAModelNeeds() throws IOException {
    Path model = Files.createDirectories(folder.resolve("tiny"));
    Files.writeString(
        model.resolve("config.json"),
        """
        {"model_type": "llama", "vocab_size": 1000, "hidden_size": 64, "intermediate_size": 128,
         "num_hidden_layers": 2, "num_attention_heads": 4, "tie_word_embeddings": true}\
        """);

    int exitCode = console.run("doctor", "--model", model.toString());

    assertThat(exitCode).isZero();
    assertThat(console.out())
        .contains("cores", "compute: auto means", "libtorch", "146,240 parameters", "It fits.");
  }

  @Test
  void doctorTellsTheChosenDeviceInJsonToo() {
    assertThat(console.run("doctor", "--json", "--device", "cpu")).isZero();

    assertThat(console.out()).contains("\"event\":\"device\"", "\"chosen\":\"cpu\"");
  }

  @Test
  void anUnknownKindOfModelIsNamedWithItsFile() throws IOException {
    Path config = Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"bert\"}");

    int exitCode = console.run("generate", folder.toString(), "Hello");

    assertThat(exitCode).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains(config + ": model_type 'bert' is not supported; known:");
  }

  @Test
  void aResultThatCannotBeWrittenIsNoSuccess() {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    WatchedStream full = new WatchedStream(failing("No space left on device"));
    Console toFullDisk = new Console(new PrintStream(full, true), new PrintStream(errors, true));
    WatchedStream closed = new WatchedStream(failing("Broken pipe"));
    Console toHead = new Console(new PrintStream(closed, true), new PrintStream(errors, true));

    int onFullDisk = Main.written(toFullDisk, full, Main.run(toFullDisk, "settings"));
    int onClosedPipe = Main.written(toHead, closed, Main.run(toHead, "settings"));

    assertThat(onFullDisk).isEqualTo(ExitCode.DISK.number());
    assertThat(onClosedPipe).isZero();
    assertThat(errors.toString())
        .contains("error: cannot write to standard output: No space left on device")
        .hasLineCount(1);
  }

  @Test
  void anErrorOfTheMachineIsOneLineAndAnExitCodeToo() {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    OutputStream noRoom =
        new OutputStream() {
          @Override
          public void write(int value) {
            throw new OutOfMemoryError("Java heap space");
          }
        };

    int exitCode =
        Main.run(
            new Console(new PrintStream(noRoom, true), new PrintStream(errors, true)), "settings");

    assertThat(exitCode).isEqualTo(ExitCode.NO_MEMORY.number());
    assertThat(errors.toString()).startsWith("error: out of memory;").hasLineCount(1);
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  @Test
  void theHelpOfForgetListsEverySetting() {
    console.run("forget", "--help");

    assertThat(console.out()).contains(RecipeText.help(Preset.SMALL));
  }
}
