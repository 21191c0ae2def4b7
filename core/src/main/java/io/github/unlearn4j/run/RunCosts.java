package io.github.unlearn4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.run.report.StageCost;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the stages of a run took: seconds by their records, tokens by {@code metrics.jsonl}. */
final class RunCosts {
  private RunCosts() {}

  static List<StageCost> of(RunDirectory directory) {
    Map<String, Long> tokens = tokens(directory);
    return StageRecord.all(directory).stream()
        .map(
            record ->
                new StageCost(
                    record.stage(),
                    record.seconds(),
                    tokens.getOrDefault(record.stage(), 0L),
                    record.finished()))
        .toList();
  }

  private static Map<String, Long> tokens(RunDirectory directory) {
    Map<String, Long> tokens = new HashMap<>();
    if (!Files.exists(directory.metrics())) {
      return tokens;
    }
    try {
      for (String text : Files.readAllLines(directory.metrics())) {
        JsonNode line = Json.json().readTree(text);
        tokens.merge(line.path("stage").asText(), line.path("tokens").asLong(), Long::sum);
      }
      return tokens;
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "metrics.jsonl: %s; train again".formatted(problem.getOriginalMessage()));
    } catch (IOException problem) {
      throw UserError.badInput(
          "cannot read %s: %s".formatted(directory.metrics(), Json.firstLine(problem)));
    }
  }
}
