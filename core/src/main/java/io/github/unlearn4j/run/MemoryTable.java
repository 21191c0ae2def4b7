package io.github.unlearn4j.run;

import java.util.ArrayList;
import java.util.List;

/** A memory plan as a table: a line for each stage, a column for each part. */
public final class MemoryTable {
  private MemoryTable() {}

  public static List<String> lines(MemoryPlan plan) {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("%-10s".formatted("memory"));
    plan.largest().parts().keySet().forEach(part -> head.append("%12s".formatted(part)));
    lines.add(head.append("%12s".formatted("together")).toString());
    plan.stages().forEach(stage -> lines.add(line(stage)));
    lines.add(
        "largest: %s, %s of %s"
            .formatted(
                plan.largest().stage(),
                MemoryPlan.readable(plan.largest().bytes()),
                MemoryPlan.readable(plan.roomBytes())));
    return lines;
  }

  private static String line(StageMemory stage) {
    StringBuilder line = new StringBuilder("%-10s".formatted(stage.stage()));
    stage
        .parts()
        .values()
        .forEach(bytes -> line.append("%12s".formatted(MemoryPlan.readable(bytes))));
    return line.append("%12s".formatted(MemoryPlan.readable(stage.bytes()))).toString();
  }
}
