package io.github.unlearn4j.run.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a stage took.
 *
 * @param tokens that it trained on; 0: it trained nothing
 * @param finished when, UTC
 */
public record StageCost(String stage, double seconds, long tokens, String finished) {

  /** A table with the sum at its end; nothing if there are no stages. */
  static String html(List<StageCost> costs) {
    if (costs.isEmpty()) {
      return "";
    }
    StageCost all =
        new StageCost(
            "together",
            costs.stream().mapToDouble(StageCost::seconds).sum(),
            costs.stream().mapToLong(StageCost::tokens).sum(),
            "");
    return "<p>What each stage took when it last ran. The machine below is that of the last command"
        + " on this run.</p>"
        + "<div class=\"wide\"><table>"
        + Html.head(List.of("stage", "time", "tokens trained on", "finished"))
        + costs.stream().map(StageCost::row).collect(Collectors.joining())
        + all.row()
        + "</table></div>";
  }

  private String row() {
    return Html.row(
        List.of(
            Html.escape(stage),
            seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f min", seconds / 60),
            tokens == 0 ? "" : String.format(Locale.ROOT, "%,d", tokens),
            Html.escape(finished)));
  }
}
