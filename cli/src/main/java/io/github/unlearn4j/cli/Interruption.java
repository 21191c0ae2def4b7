package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.ExitCode;

/** Says on Ctrl-C what is kept and how to go on, and ends the process with its exit code. */
final class Interruption implements AutoCloseable {
  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  /**
   * Until this is closed, the end of the process counts as an interruption.
   *
   * @param advice how to go on
   */
  static Interruption watch(Console console, String advice) {
    Thread hook =
        new Thread(
            () -> {
              console.error(
                  ExitCode.INTERRUPTED.number(),
                  "interrupted; what is finished is kept, " + advice);
              console.out().flush();
              console.err().flush();
              ImmediateExit.with(ExitCode.INTERRUPTED.number());
            });
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook runs or has run.
    }
  }
}
