package io.github.unlearn4j.measure.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static JudgedCompletion twice(Integer first, Integer second) {
    return new JudgedCompletion(
        "baseline",
        "p",
        null,
        "c",
        List.of(),
        first == null ? null : new Grade(first, ""),
        first == null ? "?" : null,
        second == null ? null : new Grade(second, ""),
        true);
  }

  @Test
  void kappaIsTheAgreementBeyondChance() {
    // The textbook's table of 50: 20 and 15 equal, 5 and 10 not: p = 0.7, e = 0.5, κ = 0.4.
    List<JudgedCompletion> pairs = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      pairs.add(twice(i < 25 ? 3 : 0, i < 20 || i >= 40 ? 3 : 0));
    }

    Agreement agreement = Agreement.of(pairs);

    assertThat(agreement.pairs()).isEqualTo(50);
    assertThat(agreement.same()).isCloseTo(0.7, within(1e-12));
    assertThat(agreement.kappa()).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void whereOneGradeIsGivenEveryTimeKappaMeansNothing() {
    Agreement agreement = Agreement.of(List.of(twice(0, 0), twice(0, 0), twice(0, null)));

    assertThat(agreement).isEqualTo(new Agreement(2, 1.0, null, 1));
  }

  @Test
  void withoutASampleThereIsNoAgreement() {
    assertThat(
            Agreement.of(
                List.of(
                    new JudgedCompletion(
                        "m", "p", null, "c", List.of(), new Grade(1, ""), null, null, false))))
        .isNull();
    assertThat(Agreement.of(List.of(twice(null, 2)))).isEqualTo(new Agreement(0, null, null, 1));
  }

  @Test
  void theScoreIsThePapersAndLeavesOutWhatCannotBeRead() {
    List<JudgedCompletion> completions =
        List.of(twice(3, 3), twice(3, 3), twice(2, 2), twice(1, 1), twice(0, 0), twice(null, 0));

    JudgeScore score = JudgeScore.of(completions);

    // (5 · 2 + 1) ÷ 5; deviations of 5, 5, 1, 0, 0 from 2.2: squares 26.8 ÷ 4 = 6.7, √(6.7 ÷ 5).
    assertThat(score.score()).isCloseTo(2.2, within(1e-12));
    assertThat(score.standardError()).isCloseTo(Math.sqrt(6.7 / 5), within(1e-12));
    assertThat(score.grades()).containsExactly(1, 1, 1, 2);
    assertThat(score.n()).isEqualTo(5);
    assertThat(score.unreadable()).isEqualTo(1);
    assertThat(JudgeScore.of(List.of(twice(null, 0))))
        .isEqualTo(new JudgeScore(null, null, List.of(0, 0, 0, 0), 0, 1));
  }
}
