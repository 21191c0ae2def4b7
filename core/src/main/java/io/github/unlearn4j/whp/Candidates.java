package io.github.unlearn4j.whp;

import io.github.unlearn4j.base.UserError;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The largest logits of many rows: value and id, a binary heap for each row with its smallest at
 * the root. All the labels need of the baseline, at 8 bytes for each candidate. Where the whole
 * vocabulary is kept, rows lie in the order of the ids, at 4 bytes for each.
 */
final class Candidates {
  private final int perRow;
  private final float[] values;
  private final int[] ids; // null: the whole vocabulary, in its order

  Candidates(int rows, int perRow, int vocabulary) {
    this.perRow = perRow;
    long numbers = (long) rows * perRow;
    if (numbers > Integer.MAX_VALUE - 8) {
      throw UserError.badSetting(
          "%d positions with %d logits each cannot be compared at once; lower labels.micro_batch_blocks"
              .formatted(rows, perRow));
    }
    values = new float[(int) numbers];
    ids = perRow == vocabulary ? null : new int[values.length];
  }

  int perRow() {
    return perRow;
  }

  /** Keeps the largest of {@code logits[0 … vocabulary)}; needs vocabulary ≥ {@link #perRow}. */
  void keep(int row, float[] logits, int vocabulary) {
    int base = row * perRow;
    System.arraycopy(logits, 0, values, base, perRow);
    if (ids == null) {
      return;
    }
    for (int id = 0; id < perRow; id++) {
      ids[base + id] = id;
    }
    for (int place = perRow / 2 - 1; place >= 0; place--) {
      sink(base, place);
    }
    float smallest = values[base];
    for (int id = perRow; id < vocabulary; id++) {
      if (logits[id] > smallest) {
        values[base] = logits[id];
        ids[base] = id;
        sink(base, 0);
        smallest = values[base];
      }
    }
  }

  /** The smallest logit kept, for rows with some left out; no logit left out is larger. */
  float smallest(int row) {
    return values[row * perRow];
  }

  float value(int row, int candidate) {
    return values[row * perRow + candidate];
  }

  int id(int row, int candidate) {
    return ids == null ? candidate : ids[row * perRow + candidate];
  }

  float largest(int row) {
    float largest = value(row, 0);
    for (int candidate = 1; candidate < perRow; candidate++) {
      largest = Math.max(largest, value(row, candidate));
    }
    return largest;
  }

  /** Ids of the {@code size} largest of {@code logits[0 … vocabulary)}, the largest first. */
  static int[] likeliest(float[] logits, int vocabulary, int size) {
    Candidates likeliest = new Candidates(1, size, -1);
    likeliest.keep(0, logits, vocabulary);
    return IntStream.range(0, size)
        .map(candidate -> likeliest.id(0, candidate))
        .boxed()
        .sorted(Comparator.comparingDouble(id -> -logits[id]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private void sink(int base, int start) {
    int place = start;
    while (2 * place + 1 < perRow) {
      int child = 2 * place + 1;
      if (child + 1 < perRow && values[base + child + 1] < values[base + child]) {
        child++;
      }
      if (values[base + place] <= values[base + child]) {
        return;
      }
      swap(base + place, base + child);
      place = child;
    }
  }

  private void swap(int one, int other) {
    float value = values[one];
    values[one] = values[other];
    values[other] = value;
    int id = ids[one];
    ids[one] = ids[other];
    ids[other] = id;
  }
}
