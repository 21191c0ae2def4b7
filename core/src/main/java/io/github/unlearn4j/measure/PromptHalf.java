package io.github.unlearn4j.measure;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which half of the prompts one belongs to, so that what is tuned on is never what is reported. */
public enum PromptHalf {
  /** Settings are chosen and training is stopped by these. */
  @JsonProperty("tune")
  TUNE,
  /** Only looked at when all is decided. */
  @JsonProperty("report")
  REPORT;

  /** Does a prompt marked {@code mark} belong to this half? One without a mark is in both. */
  public boolean holds(PromptHalf mark) {
    return mark == null || mark == this;
  }
}
