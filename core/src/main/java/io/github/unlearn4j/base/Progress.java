package io.github.unlearn4j.base;

/**
 * Where long work says how far it is. The library calls it; the command line draws bars, lines or
 * nothing.
 */
public interface Progress {
  /** Starts a task of {@code total} units ("tokens", "bytes", "prompts"; total −1: not known). */
  Task start(String name, long total, String unit);

  /** A remark that stays on the screen. */
  void say(String line);

  /** One task under way. */
  interface Task extends AutoCloseable {
    /** {@code units} more are done; {@code note} is short and may change (a loss, a file name). */
    void advance(long units, String note);

    @Override
    void close();
  }

  /** Says nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public Task start(String name, long total, String unit) {
        return new Task() {
          @Override
          public void advance(long units, String note) {}

          @Override
          public void close() {}
        };
      }

      @Override
      public void say(String line) {}
    };
  }
}
