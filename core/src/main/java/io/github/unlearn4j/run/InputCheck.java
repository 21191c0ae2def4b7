package io.github.unlearn4j.run;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.DecoderConfig;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.weights.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds what is missing before anything is loaded or written. */
final class InputCheck {
  private InputCheck() {}

  static void check(Recipe recipe) {
    model(recipe.model());
    if (recipe.target().isEmpty()) {
      throw UserError.badSetting(
          "target is empty; name the text to forget, for example --target book.txt");
    }
    texts("target", recipe.target());
    texts("retain", recipe.retain());
    for (String prompts :
        List.of(recipe.measure().probabilityPrompts(), recipe.measure().completionPrompts())) {
      if (!prompts.isEmpty()) {
        file("prompts", Path.of(prompts));
      }
    }
    if (!recipe.anchors().file().isEmpty()) {
      file("anchors.file", Path.of(recipe.anchors().file()));
    }
  }

  /** A checkpoint folder in the layout of Hugging Face. */
  static void model(String name) {
    if (name.isEmpty()) {
      throw UserError.badSetting(
          "model is empty; name a checkpoint folder, for example --model models/NAME"
              + " (./unlearn pull OWNER/NAME fetches one)");
    }
    Path folder = Path.of(name);
    if (!Files.isDirectory(folder)) {
      throw UserError.badInput(
          "model: no such folder: %s; ./unlearn pull OWNER/NAME DIR fetches a checkpoint"
              .formatted(name));
    }
    if (!Files.isRegularFile(folder.resolve("config.json"))) {
      throw UserError.badInput(
          "model: %s holds no config.json, so it is no checkpoint folder".formatted(name));
    }
  }

  /** Opens the checkpoint without reading its weights: damage shows before hours of work. */
  static void checkpoint(Path folder) {
    int embedded;
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      embedded = DecoderConfig.of(checkpoint.config()).vocabularySize();
    }
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      if (tokenizer.vocabularySize() > embedded) {
        throw UserError.badInput(
            "%s: the tokenizer has %d tokens but the model's embedding only %d; they do not belong"
                    .formatted(folder, tokenizer.vocabularySize(), embedded)
                + " together, fetch the checkpoint again");
      }
    }
  }

  private static void texts(String key, List<String> paths) {
    for (String path : paths) {
      if (!Files.exists(Path.of(path))) {
        throw UserError.badInput("%s: no such file or folder: %s".formatted(key, path));
      }
    }
  }

  private static void file(String key, Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.badInput("%s: no such file: %s".formatted(key, file));
    }
  }
}
