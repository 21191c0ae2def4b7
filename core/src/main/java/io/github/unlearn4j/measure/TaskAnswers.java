package io.github.unlearn4j.measure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One model's picks on benchmarks, {@code measure/tasks-NAME.details.jsonl}, as samples by task and
 * metric ("arc_easy.acc_norm").
 */
final class TaskAnswers {
  private record Picks(List<String> items, List<Boolean> right) {
    Picks() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private TaskAnswers() {}

  static Map<String, Sample> read(Path file) {
    Map<String, Picks> picks = new LinkedHashMap<>();
    for (JsonNode line : Json.lines(file, JsonNode.class, "measure again")) {
      add(picks, line, "pick", "acc");
      if (line.has("pick_norm")) {
        add(picks, line, "pick_norm", "acc_norm");
      }
    }
    Map<String, Sample> samples = new LinkedHashMap<>();
    picks.forEach((key, all) -> samples.put(key, Samples.share(all.items(), all.right())));
    return samples;
  }

  private static void add(Map<String, Picks> picks, JsonNode line, String pick, String metric) {
    String key = line.path("task").asText() + "." + metric;
    Picks all = picks.computeIfAbsent(key, any -> new Picks());
    all.items().add(line.path("index").asText());
    all.right().add(line.path(pick).asInt(-1) == line.path("gold").asInt(-2));
  }
}
