package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.ExitCode;

/**
 * Says on Ctrl-C what is kept and how to go on, and ends the process with its exit code. The whole
 * process is watched, from the first line of {@code main} to the last; a command that can tell how
 * to go on says so with {@link #advise}.
 */
final class Interruption implements AutoCloseable {
  private static volatile String advice = "start the same command again";
  private static volatile Runnable ending;

  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  /** Until this is closed, the end of the process counts as an interruption. */
  static Interruption watch(Console console) {
    Thread hook =
        new Thread(
            () -> {
              ExitCode exitCode = ending == null ? ExitCode.INTERRUPTED : ExitCode.OK;
              if (ending != null) {
                ending.run();
              } else {
                console.error(
                    exitCode.number(), "interrupted; what is finished is kept, " + advice);
              }
              console.out().flush();
              console.err().flush();
              ImmediateExit.with(exitCode.number());
            });
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  /** How to go on, should this process be interrupted from now on. */
  static void advise(String howToGoOn) {
    advice = howToGoOn;
  }

  /** From now on Ctrl-C is the way to end this command: it does this last, and that is success. */
  static void endWith(Runnable last) {
    ending = last;
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
