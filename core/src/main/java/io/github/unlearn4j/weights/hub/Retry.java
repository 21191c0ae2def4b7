package io.github.unlearn4j.weights.hub;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tries again after failures that may pass, with pauses that double, or as the server asks. */
final class Retry {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** One try. Any {@link IOException} but a {@link UserError} means: try again. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  /** Lets time pass; tests only note it. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  private final HubSettings settings;
  private final Progress progress;
  private final Pause pause;

  Retry(HubSettings settings, Progress progress, Pause pause) {
    this.settings = settings;
    this.progress = progress;
    this.pause = pause;
  }

  /**
   * @param gained grows whenever something was won for good; failures are counted from there
   */
  <T> T run(String what, LongSupplier gained, Attempt<T> attempt) {
    int failures = 0;
    long before = gained.getAsLong();
    while (true) {
      try {
        return attempt.run();
      } catch (IOException problem) {
        long now = gained.getAsLong();
        failures = now > before ? 1 : failures + 1;
        before = now;
        if (failures >= settings.attempts()) {
          throw givenUp(what, problem);
        }
        sleep(what, problem, failures);
      }
    }
  }

  private void sleep(String what, IOException problem, int failures) {
    Duration doubled = settings.firstPause().multipliedBy(1L << Math.min(failures - 1, 16));
    Duration wanted =
        problem instanceof TryAgain again ? again.serverPause().orElse(doubled) : doubled;
    Duration taken = wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
    progress.say(
        "%s: %s; trying again in %d s"
            .formatted(what, reason(problem), Math.max(1, taken.toSeconds())));
    try {
      pause.sleep(taken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UserError(ExitCode.INTERRUPTED, "stopped; run the command again to go on");
    }
  }

  private UserError givenUp(String what, IOException problem) {
    return new UserError(
        ExitCode.NETWORK,
        "%s failed %d times, last with: %s; what was fetched is kept, run the command again to go on"
            .formatted(what, settings.attempts(), reason(problem)),
        problem);
  }

  private static String reason(IOException problem) {
    String message = problem.getMessage();
    return message == null || message.isBlank()
        ? "cannot reach the server (%s)".formatted(problem.getClass().getSimpleName())
        : message.lines().findFirst().orElseThrow();
  }
}
