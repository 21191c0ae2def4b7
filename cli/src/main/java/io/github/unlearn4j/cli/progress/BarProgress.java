package io.github.unlearn4j.cli.progress;

import io.github.unlearn4j.base.Progress;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A moving bar on a terminal, replaced by one plain line when its task is done. */
public final class BarProgress implements Progress {
  /** Back to the line's start, then erase what stands there. */
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream stream;
  private final boolean color;
  private ProgressBar barOnScreen;

  public BarProgress(PrintStream stream, boolean color) {
    this.stream = stream;
    this.color = color;
  }

  @Override
  public Task start(String name, long total, String unit) {
    if (barOnScreen != null) {
      return within(barOnScreen, name);
    }
    Pace pace = new Pace(total, unit);
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(total)
            .setUpdateIntervalMillis(250)
            .setRenderer(new BarLine(pace, color))
            .clearDisplayOnFinish()
            .setConsumer(new ConsoleProgressBarConsumer(stream))
            .build();
    barOnScreen = bar;
    return new Task() {
      private String note = "";

      @Override
      public void advance(long units, String newNote) {
        pace.advance(units);
        note = newNote == null ? "" : newNote;
        bar.stepBy(units);
        bar.setExtraMessage(note);
      }

      @Override
      public void close() {
        bar.close();
        barOnScreen = null;
        if (pace.done() == 0) {
          stream.print(ERASE_LINE); // failed before it began; the error says so
          return;
        }
        stream.println(
            ERASE_LINE + name + ": " + pace.inTheEnd() + (note.isEmpty() ? "" : ", " + note));
      }
    };
  }

  /** A task inside another has no bar of its own: the outer one says what it waits for. */
  private static Task within(ProgressBar outer, String name) {
    return new Task() {
      @Override
      public void advance(long units, String note) {
        outer.setExtraMessage(name);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void say(String line) {
    stream.println(
        (barOnScreen != null ? ERASE_LINE : "") + line); // the bar draws itself again below
  }
}
