package io.github.unlearn4j.cli;

import io.github.unlearn4j.measure.ablation.AblationReport;
import io.github.unlearn4j.measure.ablation.AblationRow;
import io.github.unlearn4j.measure.ablation.AblationRow.State;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.run.report.AblationText;
import java.util.Map;

/** What the variants of an ablation came to, as a table. */
final class AblationOutcome {
  private static final String LINE = "%-20s  %5s  %9s  %11s  %11s  %13s  %9s  %s";

  private AblationOutcome() {}

  static void print(Console console, RunDirectory directory) {
    AblationReport report = AblationReport.load(directory.ablation());
    console.print(
        LINE.formatted(
            "",
            "alpha",
            "steps",
            "familiarity",
            "completions",
            "anchor recall",
            "retain",
            "familiarity at equal harm"));
    report.variants().forEach(row -> console.print(line(row)));
    console.print(
        "(familiarity and retain perplexity ÷ the baseline's; equal harm: retain at most %s)"
            .formatted(report.retainPerplexityRatio()));
    for (AblationRow row : report.variants()) {
      row.remarks().forEach(remark -> console.print(row.variant() + ": " + remark));
    }
    console.print(report.verdict());
    console.print("ablation: " + directory.ablation());
    console.print("report: " + directory.report());
    console.event("result", Map.of("run", directory.folder().toString(), "ablation", report));
  }

  private static String line(AblationRow row) {
    return LINE.formatted(
        row.variant(),
        AblationText.alpha(row),
        AblationText.steps(row),
        AblationText.atEnd(row, State::familiarityRatio),
        AblationText.atEnd(row, State::completion),
        AblationText.atEnd(row, State::anchorRecall),
        AblationText.atEnd(row, State::retainPerplexityRatio),
        AblationText.equalHarm(row));
  }
}
