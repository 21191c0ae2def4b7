package io.github.unlearn4j.whp;

import java.util.List;

/**
 * Why the labels of one block are what they are.
 *
 * @param block its number
 * @param document the document it is from
 * @param settings the labels were made with
 * @param positions all of them, in order
 */
public record BlockExplanation(
    int block, String document, LabelSettings settings, List<LabelExplanation> positions) {}
