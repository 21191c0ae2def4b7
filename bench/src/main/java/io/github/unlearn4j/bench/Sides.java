package io.github.unlearn4j.bench;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts one process per measurement, ours or the peer's. Each prints one JSON line, {@code
 * {"seconds": …, "units": …, "peak_bytes": …, "note": …}}, as the last of its standard output.
 *
 * @param root the repository
 * @param python the peer's interpreter
 * @param inputs folder with what both sides read: blocks.json, prompts.json
 * @param options what the user asked for
 */
record Sides(Path root, Path python, Path inputs, BenchOptions options) {
  /** The same Java options as this process, which bench/run gives once. */
  Sample ours(Work work, Path model) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(OurSide.class.getName());
    command.add(work.label());
    command.add(model.toString());
    command.add(inputs.toString());
    command.addAll(how(options.quick()));
    command.add(root.toString());
    return run(command);
  }

  /** {@code attention}: one of {@link Work#attentions}. */
  Sample peer(Work work, Path model, String attention, boolean quick) {
    List<String> command = new ArrayList<>();
    command.add(python.toString());
    command.add(root.resolve("bench/peer").resolve(work.script()).toString());
    command.add(model.toString());
    command.add(inputs.toString());
    command.addAll(how(quick));
    command.add(attention);
    return run(command);
  }

  /** What both sides are told alike. */
  private List<String> how(boolean quick) {
    return List.of(
        quick ? "quick" : "whole", options.device(), options.recompute() ? "recompute" : "keep");
  }

  private static Sample run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      String last = "";
      try (BufferedReader lines = process.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          last = line.isBlank() ? last : line;
        }
      }
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw failed("exit code " + exitCode, command);
      }
      return Sample.of(Json.json().readTree(last));
    } catch (IOException problem) {
      throw failed(problem.getMessage(), command);
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private static UserError failed(String reason, List<String> command) {
    return new UserError(
        ExitCode.INTERNAL,
        "a measurement failed (%s): %s".formatted(reason, String.join(" ", command)));
  }
}
