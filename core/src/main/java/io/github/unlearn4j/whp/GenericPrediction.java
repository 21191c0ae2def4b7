package io.github.unlearn4j.whp;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;

/**
 * Equation (1) of the paper for one position:
 *
 * <pre>
 *   v_generic = v_baseline − alpha · ReLU(v_reinforced − v_baseline)
 * </pre>
 *
 * where v_baseline comes from the translated block with its forbidden tokens overwritten, and
 * v_reinforced from the original block. A logit that reinforcing raised is pushed down, the others
 * stay; the label is the largest entry.
 *
 * @param token the label
 * @param baseline its v_baseline
 * @param score its v_generic
 * @param certain whether no token outside the candidates can score as much
 */
record GenericPrediction(int token, float baseline, float score, boolean certain) {

  /**
   * The label among the baseline's candidates. As the offset is never negative, a token that is
   * left out scores at most its own baseline logit, and that is at most the smallest one kept: a
   * better score is certain. Of equal scores the lowest id wins.
   *
   * @param reinforced the reinforced model's logits of the original position; null: no offset
   * @param shift added to every one of them
   * @param wholeVocabulary whether the candidates are all there is
   */
  static GenericPrediction of(
      Candidates baseline,
      int row,
      float[] reinforced,
      float shift,
      float alpha,
      boolean wholeVocabulary) {
    int token = -1;
    float best = Float.NEGATIVE_INFINITY;
    float itsBaseline = Float.NaN;
    for (int candidate = 0; candidate < baseline.perRow(); candidate++) {
      float value = baseline.value(row, candidate);
      int id = baseline.id(row, candidate);
      float score = reinforced == null ? value : generic(value, reinforced[id] + shift, alpha);
      if (Float.isNaN(score)) {
        throw new UserError(
            ExitCode.NOT_FINITE,
            "the reinforced model's logits are not finite; train it more gently");
      }
      if (score > best || (score == best && id < token) || token < 0) {
        best = score;
        itsBaseline = value;
        token = id;
      }
    }
    return new GenericPrediction(
        token, itsBaseline, best, wholeVocabulary || best > baseline.smallest(row));
  }

  static float generic(float baseline, float reinforced, float alpha) {
    return baseline - alpha * Math.max(reinforced - baseline, 0);
  }
}
