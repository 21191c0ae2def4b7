package io.github.unlearn4j.measure.tasks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A sample of a task's items that a seed decides, the same for every model. */
public final class ItemSample {
  private ItemSample() {}

  /**
   * At most {@code limit} items, drawn without putting back, in the order of the file.
   *
   * @param limit 0: all
   */
  public static List<ChoiceItem> of(List<ChoiceItem> items, int limit, long seed) {
    if (limit == 0 || limit >= items.size()) {
      return List.copyOf(items);
    }
    List<ChoiceItem> shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.subList(0, limit).stream()
        .sorted(Comparator.comparingInt(ChoiceItem::index))
        .toList();
  }
}
