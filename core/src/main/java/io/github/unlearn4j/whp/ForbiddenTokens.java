package io.github.unlearn4j.whp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tokens that must not be predicted because they begin a stand-in that the translated block has
 * already used: without this the label would teach the stand-in in place of the anchor. A token is
 * forbidden from the position behind the stand-in's first token on, so the list only grows along
 * the block and each position reads a prefix of it.
 *
 * @param ids forbidden tokens, in the order in which they come to be so
 * @param from for each of them the first translated position at which it is; never falling
 * @param alone a token that is forbidden at one translated position only, by position
 */
public record ForbiddenTokens(int[] ids, int[] from, Map<Integer, Integer> alone) {

  /** How many of {@link #ids}, from the first on, are forbidden at a translated position. */
  public int countAt(int position) {
    int count = Arrays.binarySearch(from, position);
    if (count < 0) {
      return -count - 1;
    }
    while (count < from.length && from[count] == position) {
      count++;
    }
    return count;
  }

  /**
   * Overwrites the forbidden logits of one row by the row's mean (taken before), as if the model
   * had no opinion on them.
   *
   * @param vocabulary the ids below it count; a model's rows may be longer than its tokenizer
   */
  void apply(int position, float[] logits, int vocabulary, float mean) {
    int count = countAt(position);
    for (int i = 0; i < count; i++) {
      if (ids[i] < vocabulary) {
        logits[ids[i]] = mean;
      }
    }
    int single = alone.getOrDefault(position, vocabulary);
    if (single < vocabulary) {
      logits[single] = mean;
    }
  }

  /** Why a token is forbidden. */
  public enum Reason {
    /** It names an anchor of the target: from the start, or at the place where that one stands. */
    ANCHOR,
    /** It begins a stand-in that the translated block has used already. */
    STAND_IN
  }

  /** Why a token is forbidden at a translated position; null if it is not. */
  Reason reason(int position, int id) {
    if (alone.getOrDefault(position, -1) == id) {
      return Reason.ANCHOR;
    }
    int count = countAt(position);
    for (int i = 0; i < count; i++) {
      if (ids[i] == id) {
        // A stand-in stands before its tokens are forbidden, so those come behind position 0.
        return from[i] == 0 ? Reason.ANCHOR : Reason.STAND_IN;
      }
    }
    return null;
  }

  /** The largest forbidden logit of one row; −∞ if nothing is forbidden yet. */
  float largest(int position, float[] logits, int vocabulary) {
    int single = alone.getOrDefault(position, vocabulary);
    float largest = single < vocabulary ? logits[single] : Float.NEGATIVE_INFINITY;
    int count = countAt(position);
    for (int i = 0; i < count; i++) {
      largest = ids[i] < vocabulary ? Math.max(largest, logits[ids[i]]) : largest;
    }
    return largest;
  }

  /** Gathers tokens from left to right. */
  static final class Builder {
    private final Map<Integer, Integer> from = new LinkedHashMap<>();
    private final Map<Integer, Integer> alone = new HashMap<>();

    void add(int[] ids, int position) {
      for (int id : ids) {
        from.putIfAbsent(id, position);
      }
    }

    void addAlone(int id, int position) {
      alone.put(position, id);
    }

    ForbiddenTokens build() {
      return new ForbiddenTokens(
          from.keySet().stream().mapToInt(Integer::intValue).toArray(),
          from.values().stream().mapToInt(Integer::intValue).toArray(),
          Map.copyOf(alone));
    }
  }
}
