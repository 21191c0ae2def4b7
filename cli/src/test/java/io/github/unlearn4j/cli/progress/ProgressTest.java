package io.github.unlearn4j.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void withoutATerminalATaskEndsWithOnePlainLine() {
    Progress progress = new LineProgress(stream);

    try (Progress.Task task = progress.start("reinforce", 4096, "tokens")) {
      task.advance(2048, "loss 3.1");
      task.advance(2048, "loss 2.9");
    }

    assertThat(bytes.toString()).matches("reinforce: 4,096 tokens in \\d:\\d\\d.*, loss 2.9\n");
  }

  @Test
  void aBarLeavesOnePlainLineAndNoColourWhenNoneIsWanted() {
    Progress progress = new BarProgress(stream, false);

    try (Progress.Task task = progress.start("labels", 10, "blocks")) {
      task.advance(10, "");
      progress.say("labels: 3 rows done again");
    }

    String shown = bytes.toString(StandardCharsets.UTF_8);
    assertThat(shown)
        .containsPattern("\u001b\\[Klabels: 10 blocks in \\d:\\d\\d.*\n$")
        .contains("3 rows done again\n");
    assertThat(shown.replace("\u001b[K", "")).doesNotContain("\u001b[3");
  }

  @Test
  void aTaskInsideAnotherHasNoBarOfItsOwn() {
    Progress progress = new BarProgress(stream, false);

    try (Progress.Task outer = progress.start("finetune", 10, "tokens")) {
      outer.advance(5, "loss 2.0");
      try (Progress.Task inner = progress.start("measure", 7, "items")) {
        inner.advance(7, "");
      }
      outer.advance(5, "loss 1.9");
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .doesNotContain("measure:")
        .contains("loss 1.9");
  }

  @Test
  void jsonReportsStartAndEndOfEachTask() {
    List<String> events = new ArrayList<>();
    Progress progress = new JsonProgress((kind, values) -> events.add(kind + " " + values));

    try (Progress.Task task = progress.start("pull", -1, "bytes")) {
      task.advance(5, "model.safetensors");
    }

    assertThat(events).hasSize(2);
    assertThat(events.getFirst()).startsWith("start {task=pull, done=0, unit=bytes");
    assertThat(events.getLast()).startsWith("end {task=pull, done=5").contains("model.safetensors");
  }

  @Test
  void timesAndAmountsReadAsPeopleWriteThem() {
    assertThat(Pace.clock(5)).isEqualTo("0:05");
    assertThat(Pace.clock(3723)).isEqualTo("1:02:03");
    assertThat(Pace.amount(1234567)).isEqualTo("1,234,567");
    assertThat(Pace.amount(2.34)).isEqualTo("2.3");
  }

  @Test
  void theLineOfABarFitsTheScreenAndShowsTheLossEvenOnANarrowOne() {
    Pace pace = new Pace(1000, "tokens");
    pace.advance(500);
    BarLine bar = new BarLine(pace, false);
    String note = "step 9/18, loss 2.310";

    assertThat(bar.line("reinforce", 0.5, note, 100))
        .contains("reinforce  50% ████")
        .contains("░")
        .hasSizeLessThan(100);
    assertThat(bar.line("reinforce", 0.5, note, 72)).contains("loss 2.310").hasSizeLessThan(72);
    assertThat(bar.line("reinforce", 0.5, note, 20)).hasSizeLessThan(20);
  }
}
