package io.github.unlearn4j.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A run's comparisons as a markdown page and as JSON. */
final class ResultTable {
  private static final double GIBIBYTE = 1L << 30;

  private final Map<String, String> setting;
  private final List<Comparison> comparisons;

  /** {@code setting}: machine, commit, versions, command: whatever a number depends on. */
  ResultTable(Map<String, String> setting, List<Comparison> comparisons) {
    this.setting = setting;
    this.comparisons = comparisons;
  }

  String markdown() {
    StringBuilder page = new StringBuilder("# Timings\n\n| | |\n|---|---|\n");
    setting.forEach((key, value) -> page.append("| %s | %s |\n".formatted(key, value)));
    page.append("\nMedians, with (smallest – largest). A ratio above 1 means we are faster.\n\n");
    page.append(
        "| work | model | unit | ours | peer | ratio | pair by pair | our GiB | peer GiB | memory"
            + " ratio |\n|---|---|---|---|---|---|---|---|---|---|\n");
    comparisons.forEach(each -> page.append(row(each)));
    page.append('\n');
    comparisons.stream()
        .filter(each -> !each.remark().isEmpty())
        .forEach(
            each ->
                page.append(
                    "- %s, %s: %s\n".formatted(each.work().label(), each.model(), each.remark())));
    return page.toString();
  }

  private static String row(Comparison each) {
    boolean both = !each.peer().isEmpty();
    List<Double> ratios = each.speedRatios();
    return "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            each.work().label(),
            each.model(),
            each.work().unit(),
            each.ourFigure().text(),
            both ? each.peerFigure().text() : "not run",
            both ? Spread.of(ratios).text() : "",
            ratios.stream().map(Spread::number).collect(Collectors.joining(", ")),
            gibibytes(each.ours()),
            both ? gibibytes(each.peer()) : "",
            each.memoryRatios().isEmpty() ? "" : Spread.of(each.memoryRatios()).text());
  }

  private static String gibibytes(List<Sample> side) {
    Spread spread = Comparison.spread(side, sample -> sample.peakBytes() / GIBIBYTE);
    return spread.maximum() == 0 ? "" : spread.text();
  }

  /** For {@code Json.write}. */
  Map<String, Object> json() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Comparison each : comparisons) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("work", each.work().label());
      row.put("model", each.model());
      row.put("unit", each.work().unit());
      row.put("ours", each.ours());
      row.put("peer", each.peer());
      row.put("our_median", each.ourFigure().median());
      if (!each.peer().isEmpty()) {
        row.put("peer_median", each.peerFigure().median());
        row.put("ratio_median", Spread.of(each.speedRatios()).median());
      }
      row.put("ratios", each.speedRatios());
      row.put("memory_ratios", each.memoryRatios());
      row.put("remark", each.remark());
      rows.add(row);
    }
    Map<String, Object> all = new LinkedHashMap<>(setting);
    all.put("results", rows);
    return all;
  }
}
