package io.github.unlearn4j.cli;

import io.github.unlearn4j.measure.probes.ProbeReport;
import io.github.unlearn4j.measure.probes.ProbeResult;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.run.report.ProbeText;
import java.util.Map;

/** What the probes found, as a table. */
final class ProbeOutcome {
  private static final String LINE = "%-20s  %17s  %17s  %17s  %s";

  private ProbeOutcome() {}

  static void print(Console console, RunDirectory directory) {
    ProbeReport report = ProbeReport.load(directory.probes());
    console.print(LINE.formatted("", "before", "after", "never read", "better"));
    for (ProbeResult probe : report.probes()) {
      if (probe.before() == null) {
        console.print("%-20s  (%s)".formatted(probe.name(), probe.remark()));
        continue;
      }
      console.print(
          LINE.formatted(
              probe.name(),
              ProbeText.withError(probe.before()),
              ProbeText.withError(probe.after()),
              ProbeText.yardstick(probe),
              probe.better().words()));
    }
    console.print("probes: " + directory.probes());
    console.print("report: " + directory.report());
    console.event("result", Map.of("run", directory.folder().toString(), "probes", report));
  }
}
