package io.github.unlearn4j.whp.find;

import java.util.Collection;
import java.util.Map;

/**
 * What the baseline model itself expects of a term; optional, because it needs a model.
 *
 * <p>A name that the model offers readily without any of the target before it ("London") is
 * knowledge of the world at large; a name that only the target's own sentences call forth belongs
 * to the target.
 */
@FunctionalInterface
public interface Expectation {
  /**
   * Mean natural-log probability of a term's tokens.
   *
   * @param neutral after a few neutral lead-ins that could be followed by any name
   * @param inTarget after the target's own words, where those do not name it already
   */
  record Surprise(double neutral, double inTarget) {}

  /** The two means of each term; a term may be left out where nothing can be said. */
  Map<String, Surprise> of(Collection<String> terms);
}
