package io.github.unlearn4j.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every single answer behind a {@link Measurement}, in {@code measure/NAME.details.jsonl} beside
 * it: one line for each prompt, each anchor, and each block that perplexity was measured on.
 *
 * @param target blocks of the target
 * @param retain blocks of the retain text
 */
public record MeasureDetails(
    List<Familiarity.ProbabilityAnswer> probability,
    List<Familiarity.CompletionAnswer> completion,
    List<AnchorRecall.Occurrence> anchors,
    List<Perplexity.BlockScore> target,
    List<Perplexity.BlockScore> retain) {

  /** One line of the file: exactly one of these is there. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Line(
      Familiarity.ProbabilityAnswer probability,
      Familiarity.CompletionAnswer completion,
      AnchorRecall.Occurrence anchor,
      Perplexity.BlockScore target,
      Perplexity.BlockScore retain) {}

  /** Nothing yet. */
  private MeasureDetails() {
    this(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /** The file that goes with a measurement's file. */
  public static Path beside(Path measurement) {
    return beside(measurement, ".details.jsonl");
  }

  /** The file of every item of the benchmarks that a recipe measures along. */
  public static Path ofTasks(Path measurement) {
    return beside(measurement, ".tasks.details.jsonl");
  }

  private static Path beside(Path measurement, String ending) {
    String name = measurement.getFileName().toString().replaceFirst("\\.json$", "");
    return measurement.resolveSibling(name + ending);
  }

  /** Writes the file beside {@code measurement}. */
  public void save(Path measurement) {
    StringBuilder text = new StringBuilder();
    probability.forEach(answer -> text.append(Json.line(new Line(answer, null, null, null, null))));
    completion.forEach(answer -> text.append(Json.line(new Line(null, answer, null, null, null))));
    anchors.forEach(
        occurrence -> text.append(Json.line(new Line(null, null, occurrence, null, null))));
    target.forEach(score -> text.append(Json.line(new Line(null, null, null, score, null))));
    retain.forEach(score -> text.append(Json.line(new Line(null, null, null, null, score))));
    AtomicFiles.write(beside(measurement), text.toString());
  }

  /** Reads the file beside {@code measurement}. */
  public static MeasureDetails load(Path measurement) {
    Path file = beside(measurement);
    MeasureDetails details = new MeasureDetails();
    for (Line line : Json.lines(file, Line.class, "measure again")) {
      if (line.probability() != null) {
        details.probability.add(line.probability());
      } else if (line.completion() != null) {
        details.completion.add(line.completion());
      } else if (line.anchor() != null) {
        details.anchors.add(line.anchor());
      } else if (line.target() != null) {
        details.target.add(line.target());
      } else {
        details.retain.add(line.retain());
      }
    }
    return details;
  }
}
