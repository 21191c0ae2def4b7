package io.github.unlearn4j.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every single answer behind a {@link Measurement}, in {@code measure/NAME.details.jsonl} beside
 * it: one line for each prompt and each anchor.
 */
public record MeasureDetails(
    List<Familiarity.ProbabilityAnswer> probability,
    List<Familiarity.CompletionAnswer> completion,
    List<AnchorRecall.Occurrence> anchors) {

  /** One line of the file: exactly one of the three is there. */
  private record Line(
      Familiarity.ProbabilityAnswer probability,
      Familiarity.CompletionAnswer completion,
      AnchorRecall.Occurrence anchor) {}

  /** The file that goes with a measurement's file. */
  public static Path beside(Path measurement) {
    String name = measurement.getFileName().toString().replaceFirst("\\.json$", "");
    return measurement.resolveSibling(name + ".details.jsonl");
  }

  /** Writes the file beside {@code measurement}. */
  public void save(Path measurement) {
    StringBuilder text = new StringBuilder();
    probability.forEach(answer -> append(text, new Line(answer, null, null)));
    completion.forEach(answer -> append(text, new Line(null, answer, null)));
    anchors.forEach(occurrence -> append(text, new Line(null, null, occurrence)));
    AtomicFiles.write(beside(measurement), text.toString());
  }

  /** Reads the file beside {@code measurement}. */
  public static MeasureDetails load(Path measurement) {
    Path file = beside(measurement);
    MeasureDetails details =
        new MeasureDetails(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try {
      for (String text : Files.readAllLines(file)) {
        Line line = Json.json().readValue(text, Line.class);
        if (line.probability() != null) {
          details.probability.add(line.probability());
        } else if (line.completion() != null) {
          details.completion.add(line.completion());
        } else {
          details.anchors.add(line.anchor());
        }
      }
    } catch (IOException problem) {
      throw UserError.badInput(
          "cannot read %s: %s; measure again".formatted(file, Json.firstLine(problem)));
    }
    return details;
  }

  private static void append(StringBuilder text, Line line) {
    try {
      text.append(Json.json().writeValueAsString(line)).append('\n');
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
