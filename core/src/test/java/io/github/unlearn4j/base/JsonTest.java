package io.github.unlearn4j.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
  @TempDir Path folder;

  @Test
  void whatIsWrongWithAFileIsSaidWithoutTheParsersOwnWorries() throws IOException {
    Path file = Files.writeString(folder.resolve("cut.json"), "{\"x\": [1");

    assertThatThrownBy(() -> Json.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("cannot read " + file)
        .hasMessageContaining("line: 1")
        .message()
        .doesNotContain("REDACTED", "StreamReadFeature");
  }

  @Test
  void aFileInTheWayIsNamedInWords() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "");

    assertThatThrownBy(() -> Json.write(file.resolve("a.json"), 1))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.DISK))
        .hasMessageContaining("a file of that name is in the way");
  }
}
