package io.github.unlearn4j.measure.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Compares scores with those that a golden file holds. */
final class GoldenScores {
  private GoldenScores() {}

  static void check(
      MultipleChoiceTask task, List<ItemScore> scores, JsonNode expected, double tolerance) {
    assertThat(scores).hasSize(expected.size());
    for (int index = 0; index < scores.size(); index++) {
      ItemScore score = scores.get(index);
      JsonNode row = expected.path(index);
      String place = task.name() + " item " + index;
      for (int choice = 0; choice < score.logLikelihoods().size(); choice++) {
        assertThat(score.logLikelihoods().get(choice))
            .as("%s choice %d", place, choice)
            .isCloseTo(row.path("log_likelihoods").path(choice).doubleValue(), within(tolerance));
      }
      assertThat(score.pick()).as(place).isEqualTo(row.path("pick").intValue());
      if (task.normalized()) {
        assertThat(score.normalizedPick()).as(place).isEqualTo(row.path("pick_norm").intValue());
      }
    }
  }
}
