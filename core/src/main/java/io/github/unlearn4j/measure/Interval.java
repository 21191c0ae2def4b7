package io.github.unlearn4j.measure;

/**
 * A number with its 95 % interval.
 *
 * @param units prompts, blocks or items that were drawn from
 */
public record Interval(double value, double low, double high, int units) {}
