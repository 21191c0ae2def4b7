package io.github.unlearn4j.whp.find;

import java.util.List;

/** What the baseline model itself expects; optional, because it needs a model. */
@FunctionalInterface
public interface Expectation {
  /**
   * A place where a term might stand.
   *
   * @param before the text in front of it, without the space between
   */
  record Slot(String before, String term) {}

  /** For each slot the natural-log probability of the whole term there. */
  double[] of(List<Slot> slots);

  /** Into how many tokens the baseline cuts a name behind a space; 1 if that is not known. */
  default int pieces(String name) {
    return 1;
  }
}
