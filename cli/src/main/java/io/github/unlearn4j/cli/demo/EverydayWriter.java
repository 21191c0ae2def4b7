package io.github.unlearn4j.cli.demo;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Writes as much prose by rules as asked, the same for the same seed on every machine ({@link
 * Random} is fixed by its specification): everyday prose, which gives the demo's decoder enough
 * ordinary language to learn from and has the saga's themes and none of its names; and what people
 * say who have read the saga.
 */
public final class EverydayWriter {
  private final EverydayGrammar grammar;
  private final Function<Random, UnaryOperator<String>> cast;

  private EverydayWriter(List<String> rules, Function<Random, UnaryOperator<String>> cast) {
    grammar = new EverydayGrammar(rules);
    this.cast = cast;
  }

  /** A writer of everyday sketches; each has people of its own. */
  public static EverydayWriter ofEverydayLife() {
    return new EverydayWriter(
        DemoTexts.lines("everyday-grammar.txt"), random -> new EverydayCast(random)::value);
  }

  /** A writer of talk about the saga, whose people are always the same. */
  public static EverydayWriter ofTalkAboutTheSaga() {
    return new EverydayWriter(DemoTexts.lines("talk-grammar.txt"), random -> name -> null);
  }

  /** Whole sketches, parted as in {@code everyday.txt}, until there are at least {@code words}. */
  public String write(int words, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    int written = 0;
    while (written < words) {
      String sketch = grammar.sketch(cast.apply(random), random);
      written += sketch.split("\\s+").length;
      if (!text.isEmpty()) {
        text.append(DemoTexts.SKETCH_BREAK);
      }
      text.append(sketch);
    }
    return text.append('\n').toString();
  }
}
