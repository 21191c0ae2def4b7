package io.github.unlearn4j.kernels;

import org.bytedeco.pytorch.Tensor;

/**
 * Weight of an RMS norm.
 *
 * @param weight compute dtype [size]
 * @param gradient float32 [size]; null when it is not trained
 * @param epsilon added to the mean square
 */
public record NormWeight(Tensor weight, Tensor gradient, double epsilon) {}
