package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.endpoint.EndpointSettings;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code measure} is told about prompts of another target, and about a judge. */
final class PromptOptions {
  @Option(
      names = "--prompts",
      paramLabel = "PATH",
      arity = "1..*",
      description = {
        "Familiarity of MODEL by these prompts: files, or a folder of them, in the",
        "forms of this project or of the paper's authors."
      })
  private List<Path> paths;

  @Option(
      names = "--judge",
      paramLabel = "URL",
      description = {
        "OpenAI-compatible endpoint whose model grades the completions, 0 to 3;",
        "its key comes from " + EndpointSettings.KEY_VARIABLE + "."
      })
  private String endpoint;

  @Option(names = "--judge-model", paramLabel = "NAME", description = "Which model there.")
  private String model;

  @Option(
      names = "--judge-sample",
      paramLabel = "N",
      description = "Completions graded a second time, to see how far the judge agrees.")
  private String sample;

  List<Path> paths() {
    return paths;
  }

  boolean areGiven() {
    return paths != null;
  }

  /** Puts the judge's flags where the settings come from. */
  void addTo(RecipeOptions options) {
    options
        .and("--judge", "measure.judge.endpoint", one(endpoint))
        .and("--judge-model", "measure.judge.model", one(model))
        .and("--judge-sample", "measure.judge.sample", one(sample));
  }

  private static List<String> one(String value) {
    return value == null ? null : List.of(value);
  }
}
