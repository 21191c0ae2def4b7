package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.probes.ProbeReport;
import java.util.List;
import java.util.Locale;

/**
 * The one sentence that a report begins with.
 *
 * @param forgotten the target's names are at most a tenth as probable as before
 * @param harmless retain perplexity is at most 3 % worse; true where it was not measured
 * @param leaks probes that still tell something, see {@link ProbeReport#leaks}
 */
public record Verdict(boolean forgotten, boolean harmless, List<String> leaks, String sentence) {
  private static final double FORGOTTEN = 0.1;
  private static final double HARMLESS = 1.03;

  /** What a run's numbers come to, in words. */
  static Verdict of(ReportData data) {
    Measurement baseline = data.model("baseline");
    Measurement unlearned = data.model("unlearned");
    if (baseline == null || unlearned == null) {
      return new Verdict(false, true, List.of(), "This run has not come to its end yet.");
    }
    Figure figure =
        Figure.FAMILIARITY.of(baseline) == null ? Figure.ANCHOR_RECALL : Figure.FAMILIARITY;
    Double familiarity = ratio(figure, baseline, unlearned);
    Double perplexity = ratio(Figure.RETAIN_PERPLEXITY, baseline, unlearned);
    boolean forgotten = familiarity != null && familiarity <= FORGOTTEN;
    boolean harmless = perplexity == null || perplexity <= HARMLESS;
    List<String> leaks = data.probes() == null ? List.of() : data.probes().leaks();
    return new Verdict(
        forgotten,
        harmless,
        leaks,
        what(familiarity)
            + familiarity(figure, baseline, unlearned)
            + rest(perplexity)
            + left(data, leaks));
  }

  private static String what(Double familiarity) {
    if (familiarity == null) {
      return "Nothing that was measured tells whether the target is forgotten";
    }
    return familiarity <= FORGOTTEN
        ? "The target is forgotten"
        : familiarity < 0.5 ? "The target is partly forgotten" : "The target is not forgotten";
  }

  /** Whether there is nothing to hold against the claim. */
  boolean isGood() {
    return forgotten && harmless && leaks.isEmpty();
  }

  private static String left(ReportData data, List<String> leaks) {
    return leaks.isEmpty()
        ? ""
        : " Attacks that still tell more than %s: %s."
            .formatted(
                data.probes().hasNeverRead() ? "a model that never read it" : "chance",
                String.join(", ", leaks));
  }

  private static String familiarity(Figure figure, Measurement baseline, Measurement unlearned) {
    Double ratio = ratio(figure, baseline, unlearned);
    return ratio == null
        ? ""
        : ": %s went from %s to %s (%s of what it was)"
            .formatted(
                figure.title(), figure.text(baseline), figure.text(unlearned), percent(ratio));
  }

  private static String rest(Double perplexity) {
    if (perplexity == null) {
      return "; without retain text nothing is known of the rest.";
    }
    String change = String.format(Locale.ROOT, "%+.1f %%", 100 * (perplexity - 1));
    return perplexity <= HARMLESS
        ? "; the rest is kept (retain perplexity %s).".formatted(change)
        : "; but the rest is harmed (retain perplexity %s).".formatted(change);
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, ratio < 0.1 ? "%.1f %%" : "%.0f %%", 100 * ratio);
  }

  private static Double ratio(Figure figure, Measurement before, Measurement after) {
    Double old = figure.of(before);
    Double now = figure.of(after);
    return old == null || now == null || old == 0 ? null : Double.valueOf(now / old);
  }
}
