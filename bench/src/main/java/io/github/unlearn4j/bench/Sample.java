package io.github.unlearn4j.bench;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one process measured of one piece of work, warm-up left out.
 *
 * @param seconds wall time of {@code units}
 * @param units tokens, items, or 1 where the time itself is the result
 * @param peakBytes most memory the process ever held resident; 0: not measured
 * @param note what else is worth recording; may be empty
 */
record Sample(double seconds, double units, long peakBytes, String note) {
  double perSecond() {
    return units / seconds;
  }

  static Sample of(JsonNode line) {
    return new Sample(
        line.path("seconds").asDouble(),
        line.path("units").asDouble(),
        line.path("peak_bytes").asLong(),
        line.path("note").asText(""));
  }
}
