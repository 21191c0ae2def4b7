package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.probes.Estimate;
import io.github.unlearn4j.measure.probes.ProbeReport;
import io.github.unlearn4j.measure.probes.ProbeResult;
import java.util.ArrayList;
import java.util.List;

/** What the probes found, on the page: a table, and the target drawn from beginning to end. */
final class ProbeTable {
  private ProbeTable() {}

  /** Nothing if the run was not probed. */
  static String html(ProbeReport report) {
    if (report == null) {
      return "";
    }
    StringBuilder table =
        new StringBuilder("<div class=\"wide\"><table class=\"probes\">")
            .append(
                Html.head(
                    List.of(
                        "probe", "before", "after", "never read", "should be", "what it shows")));
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < report.probes().size(); i++) {
      ProbeResult probe = report.probes().get(i);
      if (probe.before() == null) {
        missing.add("%s (%s)".formatted(probe.name(), probe.remark()));
      } else {
        append(table, probe, "/probes/%d".formatted(i));
      }
    }
    table.append("</table></div>");
    if (!missing.isEmpty()) {
      table.append("<p>Not run: %s.</p>".formatted(Html.escape(String.join("; ", missing))));
    }
    return ProbeChart.html(report) + table + HeatStrip.html(report) + RelearningChart.html(report);
  }

  private static void append(StringBuilder table, ProbeResult probe, String place) {
    String remark = probe.remark() == null ? "" : "; " + probe.remark();
    table.append(
        Html.row(
            List.of(
                probe.name(),
                estimate(place + "/before", probe.before()),
                estimate(place + "/after", probe.after()),
                yardstick(place, probe),
                ProbeText.better(probe),
                Html.escape("%s (%s%s)".formatted(probe.shows(), probe.unit(), remark)))));
    for (int i = 0; i < probe.more().size(); i++) {
      ProbeResult.More more = probe.more().get(i);
      String here = "%s/more/%d".formatted(place, i);
      table.append(
          Html.row(
              List.of(
                  "· " + Html.escape(more.what()),
                  estimate(here + "/before", more.before()),
                  estimate(here + "/after", more.after()),
                  estimate(here + "/never_read", more.neverRead()),
                  "",
                  "")));
    }
  }

  private static String estimate(String place, Estimate estimate) {
    return SourcedEstimate.html(SourcedEstimate.of(place, estimate));
  }

  /** The model that never read the target, or else the level of chance. */
  private static String yardstick(String place, ProbeResult probe) {
    if (probe.neverRead() != null || probe.chance() == null) {
      return estimate(place + "/never_read", probe.neverRead());
    }
    return Sourced.of("probes", place + "/chance", probe.chance()).html() + " (chance)";
  }
}
