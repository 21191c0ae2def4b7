package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class InterruptionTest {
  private static final Path GGUF = Path.of("../core/src/test/golden/gguf/smollm.gguf");

  @TempDir Path folder;

  @Test
  void controlCInTheMiddleOfTrainingEndsWithItsCodeAndSaysHowToGoOn() throws Exception {
    Path model = folder.resolve("tiny");
    Path run = folder.resolve("run");
    assertThat(new CapturedConsole().run("import", GGUF.toString(), model.toString())).isZero();
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "reinforce",
                "--model=" + model,
                "--target=src/main/resources/demo/saga.txt",
                "--out=" + run,
                "--set=text.block_tokens=64",
                "--set=reinforce.epochs=100000")
            .redirectError(errors.toFile())
            .start();

    waitForSteps(run.resolve("metrics.jsonl"));
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED.number());
    assertThat(errors)
        .content()
        .contains("error: interrupted; what is finished is kept")
        .contains("./unlearn reinforce --run " + run);
    assertThat(run.resolve("reinforced")).doesNotExist();
  }

  private static void waitForSteps(Path metrics) throws IOException, InterruptedException {
    for (int i = 0; i < 1200; i++) {
      if (Files.exists(metrics) && List.copyOf(Files.readAllLines(metrics)).size() > 3) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("no training step within two minutes");
  }
}
