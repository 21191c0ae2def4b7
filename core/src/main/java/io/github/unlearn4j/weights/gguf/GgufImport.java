package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.weights.Checkpoint;
import io.github.unlearn4j.weights.PendingTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a Hugging Face checkpoint folder from a GGUF file: config, generation settings, tokenizer,
 * weights under their names in {@code transformers}. The folder appears whole or not at all.
 */
public final class GgufImport {
  private GgufImport() {}

  /** Imports with {@link ImportSettings#DEFAULTS}. */
  public static void run(Path ggufFile, Path folder, Progress progress) {
    run(ggufFile, folder, ImportSettings.DEFAULTS, progress);
  }

  /**
   * Imports; weights are made one by one, so memory holds the largest and not the model.
   *
   * @throws UserError when the file is broken, or holds a model that cannot be imported
   */
  public static void run(Path ggufFile, Path folder, ImportSettings settings, Progress progress) {
    checkTarget(ggufFile, folder);
    try (GgufFile file = GgufFile.open(ggufFile)) {
      GgufArchitecture architecture = GgufArchitecture.of(file);
      GgufShape shape = GgufShape.of(file, architecture);
      GgufWeights weights = new GgufWeights(file, architecture, shape);
      GgufConfig config = new GgufConfig(file, architecture, shape);
      Path companions = companionFolder(folder);
      try {
        new GgufTokenizer(file, shape).write(companions, progress);
        Json.write(companions.resolve("generation_config.json"), config.generation());
        long bytes = file.tensors().values().stream().mapToLong(t -> t.blocks().byteSize()).sum();
        try (Progress.Task task = progress.start("import", bytes, "bytes")) {
          List<PendingTensor> pending =
              weights.pending(
                  settings.numberFormat().type(),
                  tensor -> task.advance(tensor.blocks().byteSize(), tensor.name()));
          Checkpoint.writePending(folder, config.model(weights.tiedHead()), pending, companions);
        }
      } finally {
        AtomicFiles.deleteQuietly(companions);
      }
    }
  }

  /** A folder that exists is replaced, so it must be an older checkpoint and nothing else. */
  private static void checkTarget(Path ggufFile, Path folder) {
    if (ggufFile.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
      throw UserError.badInput(
          "%s lies in %s, which the import would replace; name another folder"
              .formatted(ggufFile, folder));
    }
    String[] names = folder.toFile().list();
    boolean free = names == null ? Files.notExists(folder) : names.length == 0;
    if (!free && !Files.isRegularFile(folder.resolve("config.json"))) {
      throw UserError.badInput(
          "%s exists and is no checkpoint folder; name another folder or empty it"
              .formatted(folder));
    }
  }

  /**
   * Beside the result, so that an interruption leaves nothing that the next start does not find.
   */
  private static Path companionFolder(Path folder) {
    Path absolute = folder.toAbsolutePath();
    Path companions = absolute.resolveSibling(absolute.getFileName() + ".companions.partial");
    try {
      AtomicFiles.deleteQuietly(companions);
      return Files.createDirectories(companions);
    } catch (IOException problem) {
      throw new UserError(
          ExitCode.DISK,
          "cannot write beside %s: %s; free some space or choose another folder"
              .formatted(folder, AtomicFiles.reason(problem)),
          problem);
    }
  }
}
