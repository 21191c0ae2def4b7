package io.github.unlearn4j.text;

/**
 * A term found in a text.
 *
 * @param term number of the term in its {@link TermFinder}
 * @param start UTF-16 index of its first character
 * @param end UTF-16 index behind its last one; a possessive {@code 's} stays outside
 * @param form the letters in which it was met
 */
public record TermMatch(int term, int start, int end, TermForm form) {}
