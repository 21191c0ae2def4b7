package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Progress;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was said. */
final class RecordedProgress implements Progress {
  final List<String> said = new ArrayList<>();

  @Override
  public Task start(String name, long total, String unit) {
    return Progress.silent().start(name, total, unit);
  }

  @Override
  public void say(String line) {
    said.add(line);
  }
}
