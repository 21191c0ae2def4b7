package io.github.unlearn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(CapturedConsole.stream(new ByteArrayOutputStream()), CapturedConsole.stream(err));
  private final Failures failures = new Failures(console);

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void aUserErrorEndsWithItsOwnCodeAndOneLine(ExitCode code) {
    int exitCode = failures.report(new UserError(code, "first line\n  second line"));

    assertThat(exitCode).isEqualTo(code.number());
    assertThat(err.toString()).isEqualTo("error: first line second line\n");
  }

  @Test
  void aUserErrorIsFoundBehindWhateverWrapsIt() {
    RuntimeException wrapped =
        new IllegalStateException(new RuntimeException(UserError.badInput("no such file")));

    assertThat(failures.report(wrapped)).isEqualTo(ExitCode.BAD_INPUT.number());
  }

  @Test
  void aFullDiskAndLackOfMemoryAreRecognisedHoweverALibrarySaysIt() {
    IOException full = new IOException("No space left on device");
    RuntimeException allocator =
        new RuntimeException("DefaultCPUAllocator: can't allocate memory: you tried to allocate");

    assertThat(failures.report(new UncheckedIOException(full))).isEqualTo(ExitCode.DISK.number());
    assertThat(failures.report(allocator)).isEqualTo(ExitCode.NO_MEMORY.number());
    assertThat(failures.report(new OutOfMemoryError("Java heap space")))
        .isEqualTo(ExitCode.NO_MEMORY.number());
  }

  @Test
  void theStackTraceOfTheNativeLibraryStaysOutOfTheLine() {
    failures.report(
        new RuntimeException(
            "index out of range in self\nException raised from operator() at a.cpp:1\nframe #0"));

    assertThat(err.toString())
        .contains("index out of range in self; this should not happen")
        .doesNotContain("frame #0", "Exception raised");
  }

  @Test
  void aDefectIsOneLineThatSaysWhereItsStackTraceLies() throws IOException {
    int exitCode = failures.report(new IllegalStateException("cannot be"));

    Matcher file = Pattern.compile("report it with (\\S+)").matcher(err.toString());
    assertThat(exitCode).isEqualTo(ExitCode.INTERNAL.number());
    assertThat(err.toString()).hasLineCount(1).contains("cannot be");
    assertThat(file.find()).isTrue();
    assertThat(Files.readString(Path.of(file.group(1)))).contains("at io.github.unlearn4j");
    Files.delete(Path.of(file.group(1)));
  }
}
