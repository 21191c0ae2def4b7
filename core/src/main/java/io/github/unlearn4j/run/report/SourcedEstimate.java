package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.probes.Estimate;

/**
 * A probe's number and its standard error, with where they stand in {@code measure/probes.json}.
 *
 * @param error null: it has none
 */
record SourcedEstimate(Sourced value, Sourced error) {

  /** Null where there is no number. */
  static SourcedEstimate of(String pointer, Estimate estimate) {
    return estimate == null || estimate.value() == null
        ? null
        : new SourcedEstimate(
            Sourced.of("probes", pointer + "/value", estimate.value()),
            Sourced.of("probes", pointer + "/standard_error", estimate.standardError()));
  }

  /** The number with its standard error behind ±; a dash for null. */
  static String html(SourcedEstimate number) {
    return number == null
        ? "–"
        : number.value.html() + (number.error == null ? "" : " ± " + number.error.html());
  }
}
