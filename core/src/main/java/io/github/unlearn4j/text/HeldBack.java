package io.github.unlearn4j.text;

import java.util.ArrayList;
import java.util.List;

/** Sets blocks of the target apart that are measured but not trained on. */
public final class HeldBack {
  /**
   * @param trained blocks to train on
   * @param held blocks kept out, in order
   */
  public record Split(List<Block> trained, List<Block> held) {}

  private HeldBack() {}

  /**
   * Spreads the held blocks evenly over the text, in the middle of equal stretches: block {@code
   * floor((j + 0.5) · n / h)} for {@code j = 0 … h − 1}, with {@code h = round(n · share)}, at
   * least one if {@code share > 0} and there are two blocks or more. The same for every run.
   */
  public static Split split(List<Block> blocks, double share) {
    int count = blocks.size();
    int heldCount = (int) Math.round(count * share);
    if (share > 0 && count > 1) {
      heldCount = Math.clamp(heldCount, 1, count - 1);
    }
    List<Block> trained = new ArrayList<>();
    List<Block> held = new ArrayList<>();
    int next = 0; // number of the next held block among the held ones
    for (int i = 0; i < count; i++) {
      if (next < heldCount && i == (int) ((2L * next + 1) * count / (2L * heldCount))) {
        held.add(blocks.get(i));
        next++;
      } else {
        trained.add(blocks.get(i));
      }
    }
    return new Split(List.copyOf(trained), List.copyOf(held));
  }
}
