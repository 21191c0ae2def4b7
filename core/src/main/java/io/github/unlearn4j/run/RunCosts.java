package io.github.unlearn4j.run;

import io.github.unlearn4j.run.report.StageCost;
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
    MetricsFile.read(directory.metrics())
        .forEach(line -> tokens.merge(line.stage(), line.tokens(), Long::sum));
    return tokens;
  }
}
