package io.github.unlearn4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a user means by naming a folder as a model. */
final class ModelFolder {
  private ModelFolder() {}

  /** A checkpoint folder is itself; a run folder stands for its unlearned model. */
  static Path of(Path folder) {
    Path unlearned = folder.resolve("model");
    boolean isRun =
        !Files.exists(folder.resolve("config.json"))
            && Files.exists(unlearned.resolve("config.json"));
    return isRun ? unlearned : folder;
  }

  /** Whether an argument is a folder rather than a recipe. */
  static boolean isOne(Path argument) {
    return argument != null && Files.isDirectory(argument);
  }
}
