package io.github.unlearn4j.cli.progress;

import io.github.unlearn4j.base.Progress;
import java.io.PrintStream;

/** Plain lines for logs: one every ten seconds of a task, and one when it is done. */
public final class LineProgress implements Progress {
  private static final double SECONDS_BETWEEN_LINES = 10;

  private final PrintStream stream;

  public LineProgress(PrintStream stream) {
    this.stream = stream;
  }

  @Override
  public Task start(String name, long total, String unit) {
    Pace pace = new Pace(total, unit);
    return new Task() {
      private double lastLine;
      private String note = "";

      @Override
      public void advance(long units, String newNote) {
        pace.advance(units);
        note = newNote == null ? "" : newNote;
        if (pace.seconds() - lastLine >= SECONDS_BETWEEN_LINES) {
          lastLine = pace.seconds();
          stream.println(name + ": " + pace.inWords() + (note.isEmpty() ? "" : ", " + note));
        }
      }

      @Override
      public void close() {
        if (pace.done() == 0) {
          return; // failed before it began; the error says so
        }
        stream.println(name + ": " + pace.inTheEnd() + (note.isEmpty() ? "" : ", " + note));
      }
    };
  }

  @Override
  public void say(String line) {
    stream.println(line);
  }
}
