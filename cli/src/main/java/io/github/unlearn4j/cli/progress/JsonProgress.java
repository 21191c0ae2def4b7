package io.github.unlearn4j.cli.progress;

import io.github.unlearn4j.base.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Progress for programs: an event at the start, at most one a second, and one at the end. */
public final class JsonProgress implements Progress {
  private final BiConsumer<String, Map<String, ?>> events;

  /**
   * @param events takes the kind of event and its values
   */
  public JsonProgress(BiConsumer<String, Map<String, ?>> events) {
    this.events = events;
  }

  @Override
  public Task start(String name, long total, String unit) {
    Pace pace = new Pace(total, unit);
    report("start", name, total, unit, pace, "");
    return new Task() {
      private double lastEvent;
      private String note = "";

      @Override
      public void advance(long units, String newNote) {
        pace.advance(units);
        note = newNote == null ? "" : newNote;
        if (pace.seconds() - lastEvent >= 1) {
          lastEvent = pace.seconds();
          report("progress", name, total, unit, pace, note);
        }
      }

      @Override
      public void close() {
        report("end", name, total, unit, pace, note);
      }
    };
  }

  @Override
  public void say(String line) {
    events.accept("say", Map.of("text", line));
  }

  private void report(String kind, String name, long total, String unit, Pace pace, String note) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("task", name);
    values.put("done", pace.done());
    if (total >= 0) {
      values.put("total", total);
    }
    values.put("unit", unit);
    values.put("seconds", Math.round(pace.seconds() * 1000) / 1000.0);
    if (!note.isEmpty()) {
      values.put("note", note);
    }
    events.accept(kind, values);
  }
}
