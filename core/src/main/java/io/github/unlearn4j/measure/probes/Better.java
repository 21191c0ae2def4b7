package io.github.unlearn4j.measure.probes;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where a number of a probe should go when a text is forgotten and nothing else. */
public enum Better {
  LOWER("lower"),
  HIGHER("higher"),
  /** As it was before: a text that is to be kept. */
  AS_BEFORE("as before"),
  /** As the model that never read the target has it; without one, at the chance level. */
  AS_NEVER_READ("as never read");

  private final String words;

  Better(String words) {
    this.words = words;
  }

  @JsonValue
  public String words() {
    return words;
  }
}
