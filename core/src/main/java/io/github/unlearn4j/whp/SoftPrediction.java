package io.github.unlearn4j.whp;

import io.github.unlearn4j.kernels.LogSum;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The generic distribution of one position: softmax of equation (1)'s v_generic, given by {@value
 * #TOKENS} tokens. Learnt as it is, it leaves a model alone wherever the generic prediction is its
 * own already, where a hard label would sharpen it.
 *
 * <p>Of the tokens that are not named only the sum is learnt, and a model divides it as it likes.
 * So what the target itself says has to be named along with what is likely: the token that follows
 * in the original, and what the reinforced model likes best. Else a name that is forgotten could
 * stay where it was, inside the rest of a flat distribution.
 */
final class SoftPrediction {
  static final int TOKENS = 32;

  /** Of these the reinforced model's likeliest. */
  private static final int SUSPECTS = 8;

  private final float[] generic;
  private final int[] ids;
  private final float[] probabilities;

  SoftPrediction(int vocabulary) {
    generic = new float[vocabulary];
    ids = new int[Math.min(TOKENS, vocabulary)];
    probabilities = new float[ids.length];
  }

  /**
   * @param baseline with the whole vocabulary of the row
   * @param reinforced the reinforced model's logits of the original position; null: no offset
   * @param shift added to every one of them
   * @param next the token that follows in the original
   */
  void of(Candidates baseline, int row, float[] reinforced, float shift, float alpha, int next) {
    for (int id = 0; id < generic.length; id++) {
      float value = baseline.value(row, id);
      generic[id] =
          reinforced == null
              ? value
              : GenericPrediction.generic(value, reinforced[id] + shift, alpha);
    }
    Set<Integer> named = new LinkedHashSet<>();
    if (next < generic.length) {
      named.add(next);
    }
    if (reinforced != null) {
      addLikeliest(named, reinforced, Math.min(SUSPECTS, ids.length));
    }
    addLikeliest(named, generic, ids.length);
    double logSum = LogSum.of(generic, generic.length);
    int place = 0;
    for (int id : named) {
      ids[place] = id;
      probabilities[place++] = (float) Math.exp(generic[id] - logSum);
    }
  }

  /** Adds the likeliest tokens that are not named yet, until there are {@code size}. */
  private void addLikeliest(Set<Integer> named, float[] logits, int size) {
    for (int id : Candidates.likeliest(logits, generic.length, size)) {
      if (named.size() < size) {
        named.add(id);
      }
    }
  }

  int[] ids() {
    return ids;
  }

  float[] probabilities() {
    return probabilities;
  }
}
