package io.github.unlearn4j.cli.progress;

import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/** One line: name, share, bar, speed, remaining time, note; the bar gives way on narrow screens. */
final class BarLine implements ProgressBarRenderer {
  private static final int WIDEST_BAR = 24;
  private static final int NARROWEST_BAR = 4;
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  private final Pace pace;
  private final boolean color;

  BarLine(Pace pace, boolean color) {
    this.pace = pace;
    this.color = color;
  }

  @Override
  public String render(ProgressState state, int columns) {
    double share = state.getMax() <= 0 ? -1 : (double) state.getCurrent() / state.getMax();
    return line(state.getTaskName(), share, state.getExtraMessage(), columns);
  }

  /**
   * @param share done, 0 to 1; below 0: not known
   */
  String line(String name, double share, String note, int columns) {
    String tail = pace.inShort() + (note.isEmpty() ? "" : ", " + note);
    int room = columns - 1;
    int bar = Math.min(WIDEST_BAR, room - name.length() - tail.length() - 8);
    if (share < 0 || bar < NARROWEST_BAR) {
      String line = name + "  " + tail;
      return line.substring(0, Math.min(line.length(), Math.max(0, room)));
    }
    int filled = (int) Math.round(bar * Math.min(1, share));
    String drawn = "█".repeat(filled) + "░".repeat(bar - filled);
    return "%s %3d%% %s %s"
        .formatted(name, Math.round(100 * share), color ? GREEN + drawn + PLAIN : drawn, tail);
  }
}
