package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.run.MeasuredHash;
import io.github.unlearn4j.run.RunDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} on a run folder made of the demo's models. */
class ServeCommandTest {
  private static final Path DEMO = Path.of("src/main/resources/demo");

  @TempDir Path folder;

  private final CapturedConsole console = new CapturedConsole();
  private Path baseline;
  private Path run;

  @BeforeEach
  void makeARunFolder() throws IOException {
    baseline = checkpoint("baseline", folder.resolve("baseline"));
    run = Files.createDirectories(folder.resolve("run"));
    checkpoint("never-read", run.resolve("model"));
    Files.writeString(
        run.resolve("recipe.yaml"),
        "model: %s\nmeasure:\n  probability_prompts: %s\n"
            .formatted(baseline, DEMO.resolve("probability_prompts.jsonl").toAbsolutePath()));
    record("baseline", baseline);
    record("unlearned", run.resolve("model"));
  }

  private static Path checkpoint(String weights, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
      Files.copy(DEMO.resolve("model").resolve(name), folder.resolve(name));
    }
    Files.copy(
        DEMO.resolve(weights).resolve("model.safetensors"), folder.resolve("model.safetensors"));
    return folder;
  }

  /** As the measuring stage leaves it. */
  private void record(String model, Path checkpoint) throws IOException {
    RunDirectory directory = new RunDirectory(run);
    ObjectNode record = Json.json().createObjectNode().put("stage", "measure-" + model);
    record.putObject("settings");
    record
        .putObject("inputs")
        .put(model + " model", MeasuredHash.of(directory, model, checkpoint).now());
    record.putObject("outputs");
    record.put("seconds", 1).put("finished", "2026-11-25T00:00:00Z");
    Path file = directory.stageRecord("measure-" + model);
    Files.createDirectories(file.getParent());
    Json.write(file, record);
  }

  @Test
  void aPortInUseIsSaidBeforeAnyModelIsLoaded() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int exitCode =
          console.run(
              "serve", "--run", run.toString(), "--port", Integer.toString(taken.getLocalPort()));

      assertThat(exitCode).isEqualTo(ExitCode.BAD_SETTING.number());
      assertThat(console.err())
          .contains("cannot listen on 127.0.0.1 port " + taken.getLocalPort())
          .contains("--port")
          .hasLineCount(1);
    }
  }

  @Test
  void aModelThatChangedSinceItWasMeasuredIsRefusedWithBothHashes() throws IOException {
    RunDirectory directory = new RunDirectory(run);
    String measured = MeasuredHash.of(directory, "unlearned", run.resolve("model")).now();
    Files.copy(
        baseline.resolve("model.safetensors"),
        run.resolve("model/model.safetensors"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    String now = MeasuredHash.of(directory, "unlearned", run.resolve("model")).now();

    int exitCode = console.run("serve", "--run", run.toString());

    assertThat(exitCode).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err())
        .contains("unlearned changed since it was measured", measured, now, "--changed")
        .hasLineCount(1);
    assertThat(measured).isNotEqualTo(now);
  }

  @Test
  void runsWithoutAModelAndAddressesOfOtherMachinesAreRefused() throws IOException {
    assertThat(console.run("serve", "--run", run.toString(), "--host", "no.such.host.invalid"))
        .isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("--host no.such.host.invalid").hasLineCount(1);
    assertThat(console.run("serve", "--run", run.toString(), "--port", "70000"))
        .isEqualTo(ExitCode.BAD_SETTING.number());
    assertThat(console.err()).contains("--port is 70000").hasLineCount(1);
    assertThat(console.run("serve")).isEqualTo(ExitCode.USAGE.number());
    assertThat(console.run("serve", "--run", folder.toString()))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("is no run folder");
    Files.move(run.resolve("model"), folder.resolve("elsewhere"));
    assertThat(console.run("serve", "--run", run.toString()))
        .isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(console.err()).contains("has no unlearned model yet", "./unlearn forget --run");
  }

  @Test
  void aChangedModelIsServedWithConsentAndControlCEndsTheServerAsASuccess() throws Exception {
    assumeFalse(controlCIsIgnored(), "not run: who started the tests ignores Ctrl-C, so all do");
    Files.writeString(run.resolve("model/generation_config.json"), "{}");
    Path errors = folder.resolve("errors.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of("serve", "--run=" + run, "--port=0", "--changed"));
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try (BufferedReader out = process.inputReader();
        HttpClient client = HttpClient.newHttpClient()) {
      String address = out.readLine();
      String curl = out.readLine();

      assertThat(address).as(Files.readString(errors)).startsWith("http://127.0.0.1:");
      String url = address.split(" ")[0];
      assertThat(curl).startsWith("curl " + url + "/v1/completions");
      String body = curl.substring(curl.indexOf('{'), curl.lastIndexOf('}') + 1);
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(url + "/v1/completions"))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.body()).contains("\"model\":\"unlearned\"");

      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(ExitCode.OK.number());
      assertThat(errors)
          .content()
          .contains("warning: unlearned changed since it was measured", "POST /v1/completions 200")
          .endsWith("stopped\n");
    } finally {
      process.destroyForcibly();
    }
  }

  /** As a shell arranges for what it starts in the background; children inherit it. */
  private static boolean controlCIsIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }
}
