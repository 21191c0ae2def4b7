package io.github.unlearn4j.measure.judge;

import java.util.List;

/**
 * How far a judge gives the same grade when it is asked a second time in other words.
 *
 * @param pairs completions with two readable grades
 * @param same share of pairs with equal grades; null without pairs
 * @param kappa Cohen's κ = (p − e) ÷ (1 − e), p the share of equal grades, e that which two
 *     independent judges with these frequencies would come to; 0: no better than that, 1: always
 *     equal; null without pairs, or where one grade was given every time
 * @param unreadable completions asked twice of which a reply could not be read
 */
public record Agreement(int pairs, Double same, Double kappa, int unreadable) {

  /** Null if nothing was asked twice. */
  static Agreement of(List<JudgedCompletion> completions) {
    List<JudgedCompletion> twice =
        completions.stream().filter(JudgedCompletion::askedTwice).toList();
    if (twice.isEmpty()) {
      return null;
    }
    double[] first = new double[Grade.HIGHEST + 1];
    double[] second = new double[Grade.HIGHEST + 1];
    int pairs = 0;
    int equal = 0;
    for (JudgedCompletion completion : twice) {
      if (completion.grade() == null || completion.secondGrade() == null) {
        continue;
      }
      pairs++;
      first[completion.grade().value()]++;
      second[completion.secondGrade().value()]++;
      equal += completion.grade().value() == completion.secondGrade().value() ? 1 : 0;
    }
    if (pairs == 0) {
      return new Agreement(0, null, null, twice.size());
    }
    double same = (double) equal / pairs;
    double chance = 0;
    for (int grade = 0; grade < first.length; grade++) {
      chance += first[grade] / pairs * (second[grade] / pairs);
    }
    Double kappa = chance == 1 ? null : (same - chance) / (1 - chance);
    return new Agreement(pairs, same, kappa, twice.size() - pairs);
  }
}
