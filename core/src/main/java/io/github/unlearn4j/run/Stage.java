package io.github.unlearn4j.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One step on the way from a text to a model that has forgotten it. A stage takes its inputs from
 * the run folder (or from the recipe's paths) and leaves its outputs there, whole or not at all.
 */
public interface Stage {
  /** One lower-case word, the name of its command where it has one. */
  String name();

  /**
   * Settings whose change makes it run again: whole keys, or sections ("reinforce"); behind a minus
   * sign what of a section does not.
   */
  List<String> settings();

  /** What it reads, by a name for messages; its content is part of what decides a new run. */
  Map<String, List<Path>> inputs(RunContext context);

  /** What it leaves. */
  List<Path> outputs(RunContext context);

  void run(RunContext context);
}
