package io.github.unlearn4j.run.report;

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
    for (ProbeResult probe : report.probes()) {
      if (probe.before() == null) {
        missing.add("%s (%s)".formatted(probe.name(), probe.remark()));
      } else {
        append(table, probe);
      }
    }
    table.append("</table></div>");
    if (!missing.isEmpty()) {
      table.append("<p>Not run: %s.</p>".formatted(Html.escape(String.join("; ", missing))));
    }
    return table + HeatStrip.html(report.probe("extraction"));
  }

  private static void append(StringBuilder table, ProbeResult probe) {
    String remark = probe.remark() == null ? "" : "; " + probe.remark();
    table.append(
        Html.row(
            List.of(
                probe.name(),
                ProbeText.withError(probe.before()),
                ProbeText.withError(probe.after()),
                ProbeText.yardstick(probe),
                ProbeText.better(probe),
                Html.escape("%s (%s%s)".formatted(probe.shows(), probe.unit(), remark)))));
    for (ProbeResult.More more : probe.more()) {
      table.append(
          Html.row(
              List.of(
                  "· " + Html.escape(more.what()),
                  ProbeText.withError(more.before()),
                  ProbeText.withError(more.after()),
                  ProbeText.withError(more.neverRead()),
                  "",
                  "")));
    }
  }
}
