package io.github.unlearn4j.cli;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.weights.gguf.GgufImport;
import io.github.unlearn4j.weights.gguf.ImportSettings;
import io.github.unlearn4j.weights.gguf.ImportSettings.NumberFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Makes a checkpoint folder from a GGUF file. */
@Command(
    name = "import",
    description = {
      "Makes a checkpoint folder (Hugging Face layout, tokenizer included) from a GGUF file.",
      "The folder must not exist yet, or be empty."
    },
    footer = {"", "Example:", "  ./unlearn import SmolLM2-135M-Instruct.Q4_1.gguf models/smollm2"},
    sortOptions = false)
final class ImportCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;

  @Parameters(index = "0", paramLabel = "MODEL.gguf", description = "The GGUF file.")
  private Path file;

  @Parameters(index = "1", paramLabel = "DIR", description = "The folder to make.")
  private Path folder;

  @Option(
      names = "--number-format",
      paramLabel = "FORMAT",
      defaultValue = "float32",
      description =
          "float32 holds dequantised values exactly; bfloat16 and float16 halve the folder and"
              + " round (default: ${DEFAULT-VALUE}).")
  private NumberFormat numberFormat;

  @Override
  public void run() {
    requireEmpty(folder);
    GgufImport.run(file, folder, new ImportSettings(numberFormat), unlearn.console().progress());
    unlearn.console().print(folder.toString());
    unlearn.console().event("result", Map.of("model", folder.toString()));
  }

  /** What is there already may be somebody's work. */
  static void requireEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      if (files.findAny().isEmpty()) {
        return;
      }
    } catch (IOException noFolder) {
      throw UserError.badInput("%s is there and is no folder; choose another".formatted(folder));
    }
    throw UserError.badInput(
        "%s is not empty; choose another folder or remove it first".formatted(folder));
  }
}
