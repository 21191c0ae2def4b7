package io.github.unlearn4j.measure;

import java.util.ArrayList;
import java.util.List;

/** A sample that needs no dice: the same every time, and from every part of the list. */
public final class EvenSample {
  private EvenSample() {}

  /** At most {@code count} items, spread evenly, in their order. */
  public static <T> List<T> of(List<T> items, int count) {
    if (items.size() <= count) {
      return List.copyOf(items);
    }
    List<T> sample = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      // The middle of the index-th of `count` equal parts.
      sample.add(items.get((int) ((2L * index + 1) * items.size() / (2L * count))));
    }
    return sample;
  }
}
