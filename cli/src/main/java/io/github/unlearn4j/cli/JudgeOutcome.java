package io.github.unlearn4j.cli;

import io.github.unlearn4j.measure.judge.Agreement;
import io.github.unlearn4j.measure.judge.JudgeReport;
import io.github.unlearn4j.measure.judge.JudgeScore;
import io.github.unlearn4j.run.report.JudgePart;
import java.util.Locale;

/** What a judge said, as a table. */
final class JudgeOutcome {
  private static final String LINE = "%-12s  %15s  %6s  %6s  %6s  %6s  %12s";

  private JudgeOutcome() {}

  static void print(Console console, JudgeReport report) {
    console.print(
        "judge %s: %d questions asked, the others kept from before"
            .formatted(report.judge(), report.asked()));
    console.print(LINE.formatted("", "score (0 to 5)", "3", "2", "1", "0", "not readable"));
    report.models().forEach((model, halves) -> console.print(line(model, halves.familiarity())));
    if (report.agreement() != null) {
      console.print(agreement(report.agreement()));
    }
    if (!report.warning().isEmpty()) {
      console.say(report.warning());
    }
  }

  private static String line(String model, JudgeScore score) {
    return LINE.formatted(
        model,
        JudgePart.text(score),
        score.grades().get(3),
        score.grades().get(2),
        score.grades().get(1),
        score.grades().get(0),
        score.unreadable());
  }

  private static String agreement(Agreement agreement) {
    return "graded twice: %d, same grade %s, Cohen's kappa %s, not readable %d"
        .formatted(
            agreement.pairs(),
            shown(agreement.same()),
            shown(agreement.kappa()),
            agreement.unreadable());
  }

  private static String shown(Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }
}
