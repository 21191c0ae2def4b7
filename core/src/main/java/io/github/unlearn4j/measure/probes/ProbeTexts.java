package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.text.Block;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What probes read, as token ids of whole documents or as blocks.
 *
 * @param target documents of the target, in reading order
 * @param comparison documents of the same kind that are not of the target
 * @param comparisonName what they are called in results: "retain text"
 * @param relearn blocks to learn again from: target text that was kept out of the finetune, or a
 *     text of the user's
 * @param neighbours blocks of texts near the target, by name
 */
public record ProbeTexts(
    List<int[]> target,
    List<int[]> comparison,
    String comparisonName,
    List<Block> relearn,
    Map<String, List<Block>> neighbours) {
  public ProbeTexts {
    target = List.copyOf(target);
    comparison = List.copyOf(comparison);
    relearn = List.copyOf(relearn);
    neighbours = new LinkedHashMap<>(neighbours);
  }
}
