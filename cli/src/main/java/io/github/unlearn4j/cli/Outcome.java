package io.github.unlearn4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.run.RunDirectory;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run has come to: one table of what was measured, and where the report is. */
final class Outcome {
  /** A column of the table: its heading and where the number stands in a measurement. */
  private enum Figure {
    FAMILIARITY("familiarity", "/familiarity/probability"),
    COMPLETION("completions", "/familiarity/completion"),
    RECALL("anchor recall", "/anchor_recall"),
    TARGET("target perplexity", "/perplexity/target"),
    RETAIN("retain perplexity", "/perplexity/retain");

    private final String heading;
    private final String pointer;

    Figure(String heading, String pointer) {
      this.heading = heading;
      this.pointer = pointer;
    }
  }

  private Outcome() {}

  static void print(Console console, RunDirectory directory) {
    Map<String, JsonNode> measured = measured(directory);
    if (!measured.isEmpty()) {
      console.print(table(measured).stripTrailing());
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

  private static Map<String, JsonNode> measured(RunDirectory directory) {
    Map<String, JsonNode> measured = new LinkedHashMap<>();
    for (String name : List.of("baseline", "reinforced", "unlearned", "never-read")) {
      if (Files.exists(directory.measured(name))) {
        measured.put(name, Json.read(directory.measured(name)));
      }
    }
    return measured;
  }

  static String table(Map<String, JsonNode> measured) {
    StringBuilder table = new StringBuilder("%-12s".formatted(""));
    for (Figure figure : Figure.values()) {
      table.append("  %17s".formatted(figure.heading));
    }
    table.append('\n');
    measured.forEach(
        (name, values) -> {
          table.append("%-12s".formatted(name));
          for (Figure figure : Figure.values()) {
            table.append("  %17s".formatted(number(values.at(figure.pointer))));
          }
          table.append('\n');
        });
    return table.toString();
  }

  /** Three significant digits are what such a measurement is good for. */
  private static String number(JsonNode value) {
    if (!value.isNumber()) {
      return "-";
    }
    double number = value.asDouble();
    return String.format(Locale.ROOT, Math.abs(number) >= 10 ? "%.1f" : "%.4f", number);
  }
}
