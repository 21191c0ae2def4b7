package io.github.unlearn4j.kernels;

import org.bytedeco.pytorch.Tensor;

/**
 * Rotary positions: x' = s (x cos − y sin), y' = s (y cos + x sin), where (x, y) are the two halves
 * of a head's first {@code 2 · pairs} numbers; the others are only scaled.
 *
 * @param cosine float32 [time, pairs], or [batch · time, pairs] where sequences differ
 * @param sine of the same shape
 * @param scale s; 1/√headSize for queries
 */
public record Rotation(Tensor cosine, Tensor sine, double scale) {}
