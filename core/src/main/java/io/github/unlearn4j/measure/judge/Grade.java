package io.github.unlearn4j.measure.judge;

/**
 * What a judge says of one completion.
 *
 * @param value 3: explicit names or details that only the target has; 2: themes typical of it; 1:
 *     accident or a lucky guess; 0: nothing
 * @param reason in the judge's words, before the grade; may be empty
 */
public record Grade(int value, String reason) {
  public static final int HIGHEST = 3;

  public Grade {
    if (value < 0 || value > HIGHEST) {
      throw new IllegalArgumentException("no grade: " + value);
    }
  }

  /** What it counts for in the score: (5 · grade 3 + grade 2) ÷ completions. */
  int weight() {
    return switch (value) {
      case 3 -> 5;
      case 2 -> 1;
      default -> 0;
    };
  }
}
