package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Measurement;
import java.util.Locale;
import java.util.function.Function;

/** One number of a measurement, with its name and what it means. */
public enum Figure {
  FAMILIARITY(
      "familiarity",
      "mean probability of the words that give the target away",
      measurement -> measurement.familiarity().probability()),
  COMPLETIONS(
      "completions",
      "share of completions that name something of the target",
      measurement -> measurement.familiarity().completion()),
  ANCHOR_RECALL(
      "anchor recall",
      "mean probability of the target's own names where they first come up",
      Measurement::anchorRecall),
  TARGET_PERPLEXITY(
      "target perplexity",
      "how surprising the target's text is",
      measurement -> measurement.perplexity().target()),
  RETAIN_PERPLEXITY(
      "retain perplexity",
      "how surprising other text is: it should stay as it was",
      measurement -> measurement.perplexity().retain());

  private final String title;
  private final String meaning;
  private final Function<Measurement, Double> value;

  Figure(String title, String meaning, Function<Measurement, Double> value) {
    this.title = title;
    this.meaning = meaning;
    this.value = value;
  }

  public String title() {
    return title;
  }

  public String meaning() {
    return meaning;
  }

  /** Null where it was not measured. */
  public Double of(Measurement measurement) {
    return value.apply(measurement);
  }

  /** As text; a dash where it was not measured. */
  public String text(Measurement measurement) {
    Double number = of(measurement);
    if (number == null) {
      return "–";
    }
    String pattern =
        number >= 10 ? "%.2f" : number >= 1 ? "%.3f" : number >= 1e-3 ? "%.4f" : "%.1e";
    return String.format(Locale.ROOT, number == 0 ? "%.0f" : pattern, number);
  }
}
