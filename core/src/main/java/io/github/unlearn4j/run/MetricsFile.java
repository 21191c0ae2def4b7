package io.github.unlearn4j.run;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** {@code metrics.jsonl}: one line for each optimiser step, on disk as soon as it is made. */
public final class MetricsFile implements AutoCloseable {
  /**
   * @param stage reinforce or finetune
   * @param step from 1
   * @param gradientNorm before clipping
   * @param tokens trained positions of this step
   * @param seconds this step took
   */
  public record Line(
      String stage,
      int step,
      double loss,
      double gradientNorm,
      double learningRate,
      long tokens,
      double tokensPerSecond,
      double seconds) {}

  private final Path file;
  private final BufferedWriter writer;

  private MetricsFile(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Opens the file for a stage that starts afresh: what an earlier run of it wrote goes. */
  public static MetricsFile startStage(Path file, String stage) {
    try {
      if (Files.exists(file)) {
        String mark = "\"stage\":\"" + stage + "\"";
        List<String> others =
            Files.readAllLines(file).stream().filter(line -> !line.contains(mark)).toList();
        AtomicFiles.write(file, others.isEmpty() ? "" : String.join("\n", others) + "\n");
      }
      Files.createDirectories(file.toAbsolutePath().getParent());
      return new MetricsFile(
          file,
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException problem) {
      throw cannotWrite(file, problem);
    }
  }

  /** Every line there is, without a last one that a stopped process left unfinished. */
  static List<Line> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      List<Line> lines = new ArrayList<>();
      String text = Files.readString(file);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        lines.add(Json.json().readValue(line, Line.class));
      }
      return lines;
    } catch (IOException problem) {
      throw UserError.badInput(
          "cannot read %s: %s; train again".formatted(file, Json.firstLine(problem)));
    }
  }

  public void add(Line line) {
    try {
      writer.write(Json.line(line));
      writer.flush();
    } catch (IOException problem) {
      throw cannotWrite(file, problem);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException problem) {
      throw cannotWrite(file, problem);
    }
  }

  private static UserError cannotWrite(Path file, IOException problem) {
    return new UserError(
        ExitCode.DISK,
        "cannot write %s: %s; free some space".formatted(file, AtomicFiles.reason(problem)),
        problem);
  }
}
