package io.github.unlearn4j.measure.probes;

import java.util.List;

/**
 * An anchor of the run's dictionary.
 *
 * @param term the target's own expression
 * @param kind what it names: surname, place, …
 * @param translations its generic stand-ins
 */
public record StandIns(String term, String kind, List<String> translations) {
  public StandIns {
    translations = List.copyOf(translations);
  }
}
