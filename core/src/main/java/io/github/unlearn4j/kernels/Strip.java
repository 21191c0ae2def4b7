package io.github.unlearn4j.kernels;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive queries and the keys that any of them sees. Their scores are [pairs, groups · times,
 * keys].
 *
 * @param from first query's position
 * @param times queries
 * @param firstKey first key's position
 * @param keys up to the last query's position
 * @param window a query sees this many positions, itself included; 0: all before it
 */
public record Strip(int from, int times, int firstKey, int keys, int window) {
  /** Wide enough for the products to run at full speed, narrow enough to skip 3/8 of 512². */
  private static final int TIMES = 128;

  /** The strips of {@code time} positions. */
  public static List<Strip> of(int time, int window) {
    List<Strip> strips = new ArrayList<>();
    for (int from = 0; from < time; from += TIMES) {
      int times = Math.min(TIMES, time - from);
      int firstKey = window == 0 ? 0 : Math.max(0, from - window + 1);
      strips.add(new Strip(from, times, firstKey, from + times - firstKey, window));
    }
    return strips;
  }

  /** Column of the first key that the query at {@code from + offset} sees. */
  int firstColumn(int offset) {
    return window == 0 ? 0 : Math.max(0, from + offset - window + 1 - firstKey);
  }

  /** Column behind the last key that the query at {@code from + offset} sees. */
  int columnEnd(int offset) {
    return from + offset + 1 - firstKey;
  }
}
