package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.endpoint.Endpoint;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.AnchorSettings;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the expressions particular to a target and stand-ins for them (paper section 3.2). */
@FunctionalInterface
public interface FindAnchors {
  /**
   * @param target the text to forget
   * @param retain text that the target is compared with; may be empty
   * @return the anchors, most particular first
   */
  AnchorDictionary find(String target, String retain, Progress progress);

  /**
   * The source that the settings name.
   *
   * @param seed of the draws of stand-ins and passages
   * @param replies file that keeps what an endpoint answers, {@code anchors/replies.jsonl} of a run
   * @param expectation what the baseline expects of a term; the statistical source can do without
   */
  static FindAnchors of(
      AnchorSettings settings, long seed, Path replies, Optional<Expectation> expectation) {
    return switch (settings.source()) {
      case STATISTICAL -> new StatisticalAnchors(settings, seed, expectation);
      case LLM ->
          new LlmAnchors(
              settings, seed, replies, Endpoint.of(settings.asked(), System.getenv()::get));
      case FILE -> new FileAnchors(settings);
    };
  }
}
