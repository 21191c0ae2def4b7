package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.recipe.StopSettings;
import org.junit.jupiter.api.Test;

class StopRuleTest {
  private final StopSettings settings = new StopSettings(20, 0.1, 1.03);
  private final StopRule rule = new StopRule(settings, step("baseline", 0.5, 10.0));

  @Test
  void itStopsOnceTheShareOfFamiliarityIsReached() {
    assertThat(rule.isDone(step("step-1", 0.06, 10.0))).isFalse();
    assertThat(rule.isDone(step("step-2", 0.05, 10.0))).isTrue();
    assertThat(rule.reason(step("step-2", 0.05, 10.0))).contains("familiarity is at most 0.1");
  }

  @Test
  void itStopsWhenTheRestIsHarmed() {
    Measurement harmed = step("step-1", 0.3, 10.31);

    assertThat(rule.isDone(harmed)).isTrue();
    assertThat(rule.reason(harmed)).contains("retain perplexity is above 1.03");
  }

  @Test
  void aHarmlessStepIsBetterThanOneThatHasForgottenMore() {
    assertThat(rule.isBest(step("step-1", 0.3, 10.1))).isTrue();
    assertThat(rule.isBest(step("step-2", 0.01, 11.0))).isFalse();
    assertThat(rule.isBest(step("step-3", 0.2, 10.2))).isTrue();
    assertThat(rule.isBest(step("step-4", 0.25, 10.0))).isFalse();
    assertThat(rule.best().model()).isEqualTo("step-3");
  }

  @Test
  void ofHarmfulStepsTheLeastHarmfulIsKept() {
    assertThat(rule.isBest(step("step-1", 0.3, 12.0))).isTrue();
    assertThat(rule.isBest(step("step-2", 0.4, 11.0))).isTrue();
    assertThat(rule.isBest(step("step-3", 0.01, 13.0))).isFalse();
  }

  @Test
  void withoutPromptsAnchorRecallDecides() {
    StopRule byRecall = new StopRule(settings, MeasuredExamples.of("baseline", null, 0.4, 10.0));

    assertThat(byRecall.isDone(MeasuredExamples.of("step-1", null, 0.2, 10.0))).isFalse();
    assertThat(byRecall.isDone(MeasuredExamples.of("step-2", null, 0.03, 10.0))).isTrue();
  }

  @Test
  void withoutRetainTextNothingCountsAsHarm() {
    StopRule blind = new StopRule(settings, MeasuredExamples.of("baseline", 0.5, null, null));

    assertThat(blind.isDone(MeasuredExamples.of("step-1", 0.3, null, null))).isFalse();
    assertThat(blind.isBest(MeasuredExamples.of("step-1", 0.3, null, null))).isTrue();
    assertThat(blind.isBest(MeasuredExamples.of("step-2", 0.2, null, null))).isTrue();
  }

  @Test
  void whereForgettingWasNotMeasuredTheLastHarmlessStepIsKept() {
    StopRule blind = new StopRule(settings, MeasuredExamples.of("baseline", null, null, 10.0));

    assertThat(blind.isBest(MeasuredExamples.of("step-1", null, null, 10.0))).isTrue();
    assertThat(blind.isBest(MeasuredExamples.of("step-2", null, null, 10.1))).isTrue();
    assertThat(blind.isBest(MeasuredExamples.of("step-3", null, null, 11.0))).isFalse();
  }

  private static Measurement step(String model, double familiarity, double retain) {
    return MeasuredExamples.of(model, familiarity, 0.1, retain);
  }
}
