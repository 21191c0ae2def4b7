package io.github.unlearn4j.train;

/**
 * One finished optimiser step.
 *
 * @param step counted from 1
 * @param loss mean cross-entropy of the step's trained positions, natural log
 * @param gradientNorm before clipping
 * @param tokens positions computed in this step, padding left out
 * @param seconds wall time of this step
 */
public record StepReport(
    int step,
    int totalSteps,
    double loss,
    double gradientNorm,
    double learningRate,
    long tokens,
    double seconds) {}
