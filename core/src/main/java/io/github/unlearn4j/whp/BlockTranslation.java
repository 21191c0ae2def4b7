package io.github.unlearn4j.whp;

import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Encoding;
import java.util.List;

/**
 * A block with its anchors replaced, and the way from the original tokens to the translated ones.
 *
 * @param block the original
 * @param text the translated text
 * @param tokens of the translated text
 * @param map from original to translated positions
 * @param forbidden tokens that must not become labels, by translated position
 * @param replacements what was replaced, from left to right
 * @param collisions terms whose stand-in stands in the block for something else as well
 */
public record BlockTranslation(
    Block block,
    String text,
    Encoding tokens,
    PositionMap map,
    ForbiddenTokens forbidden,
    List<Replacement> replacements,
    int collisions) {}
