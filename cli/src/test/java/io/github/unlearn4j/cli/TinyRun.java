package io.github.unlearn4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What tests of whole commands tell a run on a tiny model, so that it takes seconds. */
final class TinyRun {
  private TinyRun() {}

  /**
   * A command and its settings.
   *
   * @param texts folder with saga.txt to forget and everyday-grammar.txt to keep
   * @param demo folder of the demo's prompts
   * @param more further settings, KEY=VALUE
   */
  static List<String> arguments(
      String command, Path model, Path run, Path texts, Path demo, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--model", model.toString(), "--out", run.toString()));
    arguments.addAll(List.of("--target", texts.resolve("saga.txt").toString()));
    arguments.addAll(List.of("--retain", texts.resolve("everyday-grammar.txt").toString()));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "threads=1",
                "compute=float32",
                "text.block_tokens=64",
                "measure.perplexity_blocks=2",
                "measure.anchor_occurrences=10",
                "measure.completion_tokens=2",
                "measure.probability_prompts=" + demo.resolve("probability_prompts.jsonl"),
                "measure.completion_prompts=" + demo.resolve("completion_prompts.jsonl"),
                "reinforce.max_steps=2"));
    settings.addAll(more);
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }
}
