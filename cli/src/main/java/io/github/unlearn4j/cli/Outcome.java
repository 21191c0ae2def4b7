package io.github.unlearn4j.cli;

import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.run.report.Figure;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run has come to: one table of what was measured, and where the report is. */
final class Outcome {
  private Outcome() {}

  static void print(Console console, RunDirectory directory) {
    Map<String, Measurement> measured = measured(directory);
    if (!measured.isEmpty()) {
      console.print(table(List.copyOf(measured.values())).stripTrailing());
    }
    Map<String, Object> files = new LinkedHashMap<>();
    if (Files.exists(directory.model())) {
      files.put("model", directory.model().toString());
    }
    if (Files.exists(directory.report())) {
      files.put("report", directory.report().toString());
    }
    files.forEach((what, where) -> console.print("%-7s %s".formatted(what + ":", where)));
    Map<String, Object> result = new LinkedHashMap<>(files);
    result.put("run", directory.folder().toString());
    result.put("measured", measured);
    console.event("result", result);
  }

  private static Map<String, Measurement> measured(RunDirectory directory) {
    Map<String, Measurement> measured = new LinkedHashMap<>();
    directory.measuredModels().forEach((name, file) -> measured.put(name, Measurement.load(file)));
    return measured;
  }

  static String table(List<Measurement> measured) {
    StringBuilder table = new StringBuilder("%-12s".formatted(""));
    for (Figure figure : Figure.values()) {
      table.append("  %17s".formatted(figure.title()));
    }
    table.append('\n');
    for (Measurement model : measured) {
      table.append("%-12s".formatted(model.model()));
      for (Figure figure : Figure.values()) {
        table.append("  %17s".formatted(figure.text(model)));
      }
      table.append('\n');
    }
    return table.toString();
  }
}
