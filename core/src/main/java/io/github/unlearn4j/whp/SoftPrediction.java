package io.github.unlearn4j.whp;

/**
 * The generic distribution of one position: softmax of equation (1)'s v_generic, its {@value
 * #TOKENS} likeliest tokens. Learnt as it is, it leaves a model alone wherever the generic
 * prediction is its own already, where a hard label would sharpen it.
 */
final class SoftPrediction {
  static final int TOKENS = 32;

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
   */
  void of(Candidates baseline, int row, float[] reinforced, float shift, float alpha) {
    for (int id = 0; id < generic.length; id++) {
      float value = baseline.value(row, id);
      generic[id] =
          reinforced == null
              ? value
              : GenericPrediction.generic(value, reinforced[id] + shift, alpha);
    }
    double logSum = LogSum.of(generic, generic.length);
    Candidates likeliest = new Candidates(1, ids.length, -1);
    likeliest.keep(0, generic, generic.length);
    for (int place = 0; place < ids.length; place++) {
      ids[place] = likeliest.id(0, place);
      probabilities[place] = (float) Math.exp(likeliest.value(0, place) - logSum);
    }
  }

  int[] ids() {
    return ids;
  }

  float[] probabilities() {
    return probabilities;
  }
}
