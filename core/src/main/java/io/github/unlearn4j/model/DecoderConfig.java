package io.github.unlearn4j.model;

/** The knobs of one decoder, read from the checkpoint's own {@code config.json}. */
public record DecoderConfig(int vocabularySize, int hiddenSize, int maximumPositions) {}
