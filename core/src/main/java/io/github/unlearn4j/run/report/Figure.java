package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Measurement;
import java.util.Locale;
import java.util.function.Function;

/** One number of a measurement, with its name and what it means. */
public enum Figure {
  FAMILIARITY(
      "familiarity",
      "/familiarity/probability",
      "mean probability of the words that give the target away",
      measurement -> measurement.familiarity().probability()),
  COMPLETIONS(
      "completions",
      "/familiarity/completion",
      "share of completions that name something of the target",
      measurement -> measurement.familiarity().completion()),
  ANCHOR_RECALL(
      "anchor recall",
      "/anchor_recall",
      "mean probability of the target's own names where they first come up",
      Measurement::anchorRecall),
  TARGET_PERPLEXITY(
      "target perplexity",
      "/perplexity/target",
      "how surprising the target's text is",
      measurement -> measurement.perplexity().target()),
  RETAIN_PERPLEXITY(
      "retain perplexity",
      "/perplexity/retain",
      "how surprising other text is: it should stay as it was",
      measurement -> measurement.perplexity().retain());

  private final String title;
  private final String pointer;
  private final String meaning;
  private final Function<Measurement, Double> value;

  Figure(String title, String pointer, String meaning, Function<Measurement, Double> value) {
    this.title = title;
    this.pointer = pointer;
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

  /** With the place in the measurement's file. */
  Sourced sourced(Measurement measurement) {
    return Sourced.of(measurement.model(), pointer, of(measurement));
  }

  /** Its key in {@code measure/intervals.json}. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As text; a dash where it was not measured. */
  public String text(Measurement measurement) {
    Double number = of(measurement);
    return number == null ? "–" : Digits.of(number);
  }
}
