package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
  @TempDir Path folder;

  @Test
  void eachStepIsOnDiskAtOnceAsOneJsonLine() throws IOException {
    Path file = folder.resolve("metrics.jsonl");

    try (MetricsFile metrics = MetricsFile.startStage(file, "reinforce")) {
      metrics.add(line("reinforce", 1));

      assertThat(Files.readString(file))
          .isEqualTo(
              "{\"stage\":\"reinforce\",\"step\":1,\"loss\":2.5,\"gradient_norm\":1.0,"
                  + "\"learning_rate\":1.0E-4,\"tokens\":512,\"tokens_per_second\":256.0,"
                  + "\"seconds\":2.0}\n");
    }
  }

  @Test
  void aStageThatRunsAgainReplacesItsOwnLinesOnly() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    write(file, "reinforce");
    write(file, "finetune");

    write(file, "reinforce");

    assertThat(Files.readAllLines(file))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("{\"stage\":\"finetune\"");
  }

  @Test
  void aLastLineThatAStoppedProcessLeftUnfinishedIsNotRead() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    write(file, "reinforce");
    Files.writeString(file, "{\"stage\":\"finet", StandardOpenOption.APPEND);

    assertThat(MetricsFile.read(file)).containsExactly(line("reinforce", 1));

    Files.writeString(file, "\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> MetricsFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("metrics.jsonl")
        .hasMessageContaining("train again");
  }

  private static void write(Path file, String stage) {
    try (MetricsFile metrics = MetricsFile.startStage(file, stage)) {
      metrics.add(line(stage, 1));
    }
  }

  private static MetricsFile.Line line(String stage, int step) {
    return new MetricsFile.Line(stage, step, 2.5, 1, 1e-4, 512, 256, 2);
  }
}
