package io.github.unlearn4j.run;

import java.util.Map;

/**
 * The memory one stage takes at its peak, in bytes.
 *
 * @param stage its name
 * @param parts weights, gradient, optimiser, activations, chunks, program, in this order
 */
public record StageMemory(String stage, Map<String, Long> parts) {
  public long bytes() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }
}
