package io.github.unlearn4j.weights;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The files of a Hugging Face checkpoint that are not weights and that a changed model keeps. */
public final class CompanionFiles {
  /** Tokenizer in any of its forms, chat template, generation settings, licence. */
  private static final Pattern KEPT =
      Pattern.compile(
          "tokenizer.*|special_tokens_map\\.json|added_tokens\\.json|vocab\\.(json|txt)|merges\\.txt"
              + "|spiece\\.model|sentencepiece.*\\.model|chat_template.*|generation_config\\.json"
              + "|(LICEN[CS]E|NOTICE|USE_POLICY).*",
          Pattern.CASE_INSENSITIVE);

  private CompanionFiles() {}

  /** Whether a file of that name (no folder in it) belongs to a checkpoint beside its weights. */
  public static boolean isCompanion(String name) {
    return KEPT.matcher(name).matches();
  }

  /** Copies them from one checkpoint folder to another. */
  static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      throw UserError.badInput("missing folder: %s; give a checkpoint folder".formatted(from));
    }
    for (Path file : list(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> isCompanion(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }
}
