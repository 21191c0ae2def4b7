package io.github.unlearn4j.text;

/**
 * The unit of translation and training: up to {@code blockTokens} consecutive tokens of one
 * document, no special token among them.
 *
 * @param index number of the block in its corpus, from 0
 * @param document name of the document it is from
 * @param text the characters the tokens stand for, from the first token's start to the last one's
 *     end
 * @param tokens ids and spans; the spans are relative to {@code text}
 */
public record Block(int index, String document, String text, Encoding tokens) {}
