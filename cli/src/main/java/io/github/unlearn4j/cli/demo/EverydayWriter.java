package io.github.unlearn4j.cli.demo;

import java.util.Random;

/**
 * Writes as much everyday prose as asked, the same for the same seed on every machine ({@link
 * Random} is fixed by its specification). It gives the demo's decoder enough ordinary language to
 * learn from, with the saga's themes and none of its names.
 */
public final class EverydayWriter {
  private final EverydayGrammar grammar;

  public EverydayWriter() {
    this(new EverydayGrammar(DemoTexts.lines("everyday-grammar.txt")));
  }

  EverydayWriter(EverydayGrammar grammar) {
    this.grammar = grammar;
  }

  /** Whole sketches, parted as in {@code everyday.txt}, until there are at least {@code words}. */
  public String write(int words, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    int written = 0;
    while (written < words) {
      String sketch = grammar.sketch(random);
      written += sketch.split("\\s+").length;
      if (!text.isEmpty()) {
        text.append(DemoTexts.SKETCH_BREAK);
      }
      text.append(sketch);
    }
    return text.append('\n').toString();
  }
}
