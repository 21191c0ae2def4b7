package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.whp.AnchorDictionary;

/** Finds the expressions particular to a target and stand-ins for them (paper section 3.2). */
@FunctionalInterface
public interface FindAnchors {
  /**
   * @param target the text to forget
   * @param retain text that the target is compared with; may be empty
   * @return the anchors, most particular first
   */
  AnchorDictionary find(String target, String retain, Progress progress);
}
