package io.github.unlearn4j.text;

/**
 * One text of a corpus.
 *
 * @param name where it came from: a path, with the line number for a line of a .jsonl file
 * @param text line ends are {@code \n}
 */
public record Document(String name, String text) {}
