package io.github.unlearn4j.bench;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Work that is timed from outside, as a user sees it: the launcher with a command. */
record CommandLineWork(Path root, Path inputs, String device) {
  private static final String PROMPT = "The detective's best friend was called";

  Sample run(Work work, Path model) throws IOException {
    return switch (work) {
      case FIRST_TOKEN -> firstToken(model);
      case SCORING -> scoring(model);
      case FORGET -> forget();
      default -> throw new IllegalArgumentException(work + " is not timed from outside");
    };
  }

  /** Until the first byte of the completion; the process is then left to end. */
  private Sample firstToken(Path model) throws IOException {
    long start = System.nanoTime();
    Process process = start("generate", model.toString(), PROMPT, "--max-new-tokens", "2");
    try (InputStream out = process.getInputStream()) {
      int first = out.read();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (first < 0) {
        throw failed("generate");
      }
      out.readAllBytes();
      return new Sample(seconds, 1, 0, "");
    } finally {
      await(process, "generate");
    }
  }

  /** HellaSwag items; the whole command is timed, as lm-eval's is. */
  private Sample scoring(Path model) throws IOException {
    Path json = Files.createTempFile("unlearn4j-scoring-", ".json");
    Path data = inputs.resolve(Inputs.ITEMS);
    long start = System.nanoTime();
    List<String> command = new ArrayList<>(List.of("measure", model.toString()));
    command.addAll(List.of("--tasks", "hellaswag", "--data", data.toString()));
    command.addAll(List.of("--json", json.toString()));
    Process process = start(command.toArray(String[]::new));
    process.getInputStream().readAllBytes();
    await(process, "measure");
    double seconds = (System.nanoTime() - start) / 1e9;
    double accuracy = Json.read(json).path("tasks").path("hellaswag").path("acc,none").asDouble();
    try (Stream<String> items = Files.lines(data)) {
      return new Sample(seconds, items.count(), 0, "acc " + accuracy);
    }
  }

  private Sample forget() throws IOException {
    Path out = Files.createTempDirectory("unlearn4j-bench-");
    long start = System.nanoTime();
    Process process = start("forget", "examples/sherlock/recipe.yaml", "--out", out.toString());
    process.getInputStream().readAllBytes();
    await(process, "forget");
    return new Sample((System.nanoTime() - start) / 1e9, 1, 0, out.toString());
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("unlearn").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--device", device));
    return new ProcessBuilder(command)
        .directory(root.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void await(Process process, String command) {
    try {
      if (process.waitFor() != 0) {
        throw failed(command);
      }
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private static UserError failed(String command) {
    return new UserError(
        ExitCode.INTERNAL, "./unlearn %s failed; see what it wrote above".formatted(command));
  }
}
