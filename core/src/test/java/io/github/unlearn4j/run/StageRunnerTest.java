package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.RecipeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageRunnerTest {
  @TempDir Path folder;

  private final RecordedProgress progress = new RecordedProgress();
  private final FakeStage first =
      new FakeStage("first", List.of("seed", "anchors"), List.of("text"), "terms.yaml");
  private final FakeStage second =
      new FakeStage("second", List.of("labels.alpha"), List.of("terms.yaml"), "labels");
  private final FakeStage other = new FakeStage("other", List.of(), List.of("text"), "copy");

  @BeforeEach
  void text() throws IOException {
    Files.writeString(folder.resolve("text"), "once upon a time");
  }

  @Test
  void aSecondStartKeepsWhatIsFinishedAndSaysSo() {
    run(List.of());
    run(List.of());

    assertThat(first.runs + second.runs + other.runs).isEqualTo(3);
    assertThat(progress.said)
        .containsExactly(
            "first: unchanged, kept", "second: unchanged, kept", "other: unchanged, kept");
  }

  @Test
  void aChangedSettingRunsTheStagesThatDependOnItAgainAndSaysWhy() {
    run(List.of());
    run(List.of("labels.alpha=3"));

    assertThat(first.runs).isEqualTo(1);
    assertThat(second.runs).isEqualTo(2);
    assertThat(progress.said)
        .contains("second: run again (labels.alpha was 0, is 3)", "other: unchanged, kept");
  }

  @Test
  void aSettingThatALaterVersionBroughtRunsNothingAgainWhileItIsAtItsDefault() throws IOException {
    run(List.of());
    Path record = new RunDirectory(folder).stageRecord("second");
    String text = Files.readString(record);
    assertThat(text).contains("\"labels.alpha\"");
    Files.writeString(record, text.replaceAll("\"labels.alpha\" : \"[^\"]*\"", ""));

    run(List.of());
    assertThat(second.runs).isEqualTo(1);

    run(List.of("labels.alpha=3"));
    assertThat(second.runs).isEqualTo(2);
    assertThat(progress.said).contains("second: run again (labels.alpha was not set, is 3)");
  }

  @Test
  void aStageThatReadsLessThanBeforeRunsAgain() throws IOException {
    Files.writeString(folder.resolve("more"), "and");
    runner(List.of(), false)
        .run(List.of(new FakeStage("joined", List.of(), List.of("text", "more"), "joined")));
    FakeStage less = new FakeStage("joined", List.of(), List.of("text"), "joined");

    runner(List.of(), false).run(List.of(less));

    assertThat(less.runs).isEqualTo(1);
    assertThat(progress.said).contains("joined: run again (more is no longer read)");
  }

  @Test
  void aSettingBehindAMinusSignRunsNothingAgain() {
    FakeStage measured =
        new FakeStage(
            "measured", List.of("measure", "-measure.judge"), List.of("text"), "measured");
    runner(List.of(), false).run(List.of(measured));
    runner(List.of("measure.judge.sample=5"), false).run(List.of(measured));
    assertThat(measured.runs).isEqualTo(1);

    runner(List.of("measure.completion_tokens=5"), false).run(List.of(measured));
    assertThat(measured.runs).isEqualTo(2);
  }

  @Test
  void aChangeGoesOnToTheStagesThatReadWhatChanged() {
    run(List.of());
    run(List.of("seed=2"));

    assertThat(first.runs).isEqualTo(2);
    assertThat(second.runs).isEqualTo(2);
    assertThat(other.runs).isEqualTo(1);
  }

  @Test
  void aSettingOfAnotherStageIsNoReason() {
    run(List.of());
    run(List.of("finetune.epochs=7"));

    assertThat(first.runs + second.runs + other.runs).isEqualTo(3);
  }

  @Test
  void anEditedOutputIsKeptAndTheStagesThatReadItRunAgain() throws IOException {
    run(List.of());
    Files.writeString(folder.resolve("terms.yaml"), "edited by hand");
    run(List.of());

    assertThat(first.runs).isEqualTo(1);
    assertThat(second.runs).isEqualTo(2);
    assertThat(folder.resolve("labels")).content().contains("edited by hand");
  }

  @Test
  void anEditedOutputIsSetAsideBeforeItsStageRunsAgain() throws IOException {
    run(List.of());
    Files.writeString(folder.resolve("terms.yaml"), "edited by hand");
    run(List.of("anchors.limit=10"));

    assertThat(first.runs).isEqualTo(2);
    assertThat(folder.resolve("terms.yaml.edited")).hasContent("edited by hand");
    assertThat(progress.said).anyMatch(line -> line.startsWith("terms.yaml was edited"));
  }

  @Test
  void afterAFailureTheRunGoesOnFromTheLastFinishedStage() {
    second.fails = true;
    assertThatThrownBy(() -> run(List.of())).hasMessage("power cut");
    second.fails = false;
    run(List.of());

    assertThat(first.runs).isEqualTo(1);
    assertThat(second.runs).isEqualTo(1);
    assertThat(progress.said).contains("first: unchanged, kept");
  }

  @Test
  void aFailureUnderOtherSettingsLeavesAFinishedResultValid() {
    run(List.of());
    second.fails = true;
    assertThatThrownBy(() -> run(List.of("labels.alpha=3"))).hasMessage("power cut");
    second.fails = false;
    run(List.of());

    assertThat(second.runs).isEqualTo(1);
    assertThat(progress.said).contains("second: unchanged, kept");
  }

  @Test
  void aStageWhoseOutputIsGoneRunsAgain() throws IOException {
    run(List.of());
    Files.delete(folder.resolve("copy"));
    run(List.of());

    assertThat(other.runs).isEqualTo(2);
  }

  @Test
  void aMissingInputIsNamedWithTheStageThatMakesIt() {
    assertThatThrownBy(() -> runner(List.of(), false).run(List.of(second)))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
        .hasMessageContaining("second needs terms.yaml")
        .hasMessageContaining("./unlearn first --run " + folder);
  }

  @Test
  void againRunsEvenWhatHasNotChanged() {
    run(List.of());
    runner(List.of(), true).run(List.of(other));

    assertThat(other.runs).isEqualTo(2);
  }

  private void run(List<String> assignments) {
    progress.said.clear();
    runner(assignments, false).run(List.of(first, second, other));
  }

  private StageRunner runner(List<String> assignments, boolean again) {
    RecipeBuilder recipe = new RecipeBuilder();
    assignments.forEach(recipe::set);
    return new StageRunner(
        new RunContext(recipe.build(), new RunDirectory(folder), ComputeType.FLOAT32, progress),
        List.of(first, second, other),
        again);
  }
}
