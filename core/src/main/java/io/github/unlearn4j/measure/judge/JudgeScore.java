package io.github.unlearn4j.measure.judge;

import java.util.List;
import org.hipparchus.stat.StatUtils;

/**
 * Familiarity in completion form by a judge: (5 · grade 3 + grade 2) ÷ n, from 0 to 5 (paper,
 * section 4). Replies that could not be read are in none of the numbers but their own.
 *
 * @param score null: no reply could be read
 * @param standardError sample standard deviation of the weights ÷ √n; null for fewer than two
 * @param grades how often 0, 1, 2 and 3 were given, in this order
 * @param n completions with a grade
 * @param unreadable completions without one
 */
public record JudgeScore(
    Double score, Double standardError, List<Integer> grades, int n, int unreadable) {

  static JudgeScore of(List<JudgedCompletion> completions) {
    List<Grade> given =
        completions.stream()
            .filter(JudgedCompletion::isReadable)
            .map(JudgedCompletion::grade)
            .toList();
    double[] weights = given.stream().mapToDouble(Grade::weight).toArray();
    Integer[] grades = {0, 0, 0, 0};
    given.forEach(grade -> grades[grade.value()]++);
    int n = weights.length;
    return new JudgeScore(
        n == 0 ? null : StatUtils.mean(weights),
        n < 2 ? null : Math.sqrt(StatUtils.variance(weights) / n),
        List.of(grades),
        n,
        completions.size() - n);
  }
}
