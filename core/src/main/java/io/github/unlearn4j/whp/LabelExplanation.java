package io.github.unlearn4j.whp;

import java.util.List;

/**
 * Why one position has the label it has.
 *
 * @param position in the original block
 * @param token text of the original token; empty for one that completes no character
 * @param translated text of the token it was translated to, null where there is none
 * @param rules what settled it; one of them unless several did
 * @param label the label, null where there is none
 * @param next the token that follows in the original; null where there is no label
 * @param baseline the baseline's likeliest tokens on the translated block, forbidden ones included
 * @param reinforced the reinforced model's on the original block; empty without one
 * @param soft for labels of form soft the named tokens with their probabilities, likeliest first
 */
public record LabelExplanation(
    int position,
    String token,
    String translated,
    List<LabelRule> rules,
    Choice label,
    Choice next,
    List<Choice> baseline,
    List<Choice> reinforced,
    List<Named> soft) {

  /**
   * One token as both models see it.
   *
   * @param baseline its probability on the translated block, before anything is forbidden
   * @param reinforced its probability on the original block; null without a reinforced model
   * @param offset of equation (1): ReLU(v_reinforced − v_baseline), not yet times alpha
   * @param forbidden whether its baseline logit was overwritten
   */
  public record Choice(
      int id, String token, double baseline, Double reinforced, double offset, boolean forbidden) {}

  /** A token of a soft label. */
  public record Named(int id, String token, double probability) {}
}
