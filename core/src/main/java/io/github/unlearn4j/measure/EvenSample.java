package io.github.unlearn4j.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

  /**
   * At most {@code count} items, in their order: about as many from each group, more from the large
   * ones where small ones have no more to give, and within a group spread evenly.
   */
  public static <T> List<T> acrossGroups(List<T> items, Function<T, ?> groupOf, int count) {
    Map<Object, List<Integer>> groups = new LinkedHashMap<>();
    for (int index = 0; index < items.size(); index++) {
      groups.computeIfAbsent(groupOf.apply(items.get(index)), any -> new ArrayList<>()).add(index);
    }
    if (count < groups.size()) {
      return of(groups.values().stream().map(List::getFirst).toList(), count).stream()
          .map(items::get)
          .toList();
    }
    List<List<Integer>> smallestFirst = new ArrayList<>(groups.values());
    smallestFirst.sort(Comparator.comparingInt(List::size));
    List<Integer> chosen = new ArrayList<>();
    for (int group = 0; group < smallestFirst.size(); group++) {
      int share = (count - chosen.size()) / (smallestFirst.size() - group);
      chosen.addAll(of(smallestFirst.get(group), share));
    }
    return chosen.stream().sorted().map(items::get).toList();
  }
}
