package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir Path folder;

  @Test
  void aSecondHolderIsRefusedAndToldWhoHasTheFolder() {
    RunDirectory directory = new RunDirectory(folder.resolve("run"));

    try (RunLock held = RunLock.take(directory)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> RunLock.take(directory))
          .isInstanceOfSatisfying(
              UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BUSY))
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void anotherProcessIsRefused() throws IOException, InterruptedException {
    try (RunLock held = RunLock.take(new RunDirectory(folder))) {
      assertThat(held).isNotNull();

      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  TakeLock.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .start();

      assertThat(new String(other.getInputStream().readAllBytes())).contains("in use by process");
      assertThat(other.waitFor()).isEqualTo(ExitCode.BUSY.number());
    }
  }

  @Test
  void theFolderIsFreeAgainOnceTheHolderIsDone() {
    RunDirectory directory = new RunDirectory(folder);
    RunLock.take(directory).close();

    try (RunLock second = RunLock.take(directory)) {
      assertThat(second).isNotNull();
    }
  }

  /** What the other process runs. */
  static final class TakeLock {
    public static void main(String[] arguments) {
      try (RunLock lock = RunLock.take(new RunDirectory(Path.of(arguments[0])))) {
        System.out.println("took " + lock);
      } catch (UserError refused) {
        System.out.println(refused.getMessage());
        System.exit(refused.exitCode().number());
      }
    }
  }
}
