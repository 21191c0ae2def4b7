package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.MeasureInputs;
import io.github.unlearn4j.measure.MeasureSettings;
import io.github.unlearn4j.measure.tasks.MeasureTasks;
import io.github.unlearn4j.model.AdapterFolder;
import io.github.unlearn4j.model.DecoderConfig;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.text.Blocks;
import io.github.unlearn4j.text.Document;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.weights.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Finds what is missing or cannot be used before anything is loaded or written. */
public final class InputCheck {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final long CHARACTERS_OF_A_LONG_TOKEN = 20;

  private InputCheck() {}

  static void check(Recipe recipe) {
    model(recipe.model());
    if (recipe.target().isEmpty()) {
      throw UserError.badSetting(
          "target is empty; name the text to forget, for example --target book.txt");
    }
    exist("target", recipe.target());
    exist("retain", recipe.retain());
    for (String prompts :
        List.of(recipe.measure().probabilityPrompts(), recipe.measure().completionPrompts())) {
      if (!prompts.isEmpty()) {
        file("prompts", Path.of(prompts));
      }
    }
    if (!recipe.anchors().file().isEmpty()) {
      file("anchors.file", Path.of(recipe.anchors().file()));
    }
    tasks(recipe.measure());
    JudgeStage.check(recipe);
    MeasureInputs.read(recipe.measure(), List.of(), List.of(), List.of(), List.of());
  }

  /** Benchmarks are read to the last item, so that hours of work do not end at a bad line. */
  private static void tasks(MeasureSettings settings) {
    try {
      MeasureTasks.prepare(MeasureTasks.request(settings));
    } catch (UserError refused) {
      throw new UserError(refused.exitCode(), "measure.tasks: " + refused.getMessage(), refused);
    }
  }

  /** A checkpoint folder in the layout of Hugging Face. */
  public static void model(String name) {
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
    if (AdapterFolder.isAdapter(folder)) {
      throw UserError.badInput(
          "model: %s is an adapter; work it into its base first: ./unlearn merge %s DIR"
              .formatted(name, name));
    }
    if (!Files.isRegularFile(folder.resolve("config.json"))) {
      throw UserError.badInput(
          "model: %s holds no config.json, so it is no checkpoint folder".formatted(name));
    }
    config(folder);
  }

  private static DecoderConfig config(Path folder) {
    try {
      return DecoderConfig.of(Json.read(folder.resolve("config.json")));
    } catch (UserError refused) {
      String message = refused.getMessage();
      throw message.startsWith("config.json")
          ? new UserError(refused.exitCode(), folder.resolve(message).toString(), refused)
          : refused;
    }
  }

  /**
   * Opens the checkpoint without reading its weights, and reads the texts: damage shows before
   * hours of work, and before the run folder is touched.
   */
  static void contents(Recipe recipe) {
    Path folder = Path.of(recipe.model());
    DecoderConfig config = config(folder);
    int blockTokens = recipe.text().blockTokens();
    if (blockTokens > config.maximumPositions()) {
      throw UserError.badSetting(
          "text.block_tokens is %d but %s takes at most %d tokens; lower it"
              .formatted(blockTokens, folder, config.maximumPositions()));
    }
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      tokenizer(folder, tokenizer);
      embedding(folder, config);
      atLeastOneBlock(Texts.targetDocuments(recipe), tokenizer, blockTokens);
      if (!recipe.retain().isEmpty()) {
        atLeastOneBlock(Texts.retainDocuments(recipe), tokenizer, blockTokens);
      }
    }
  }

  /** A tokenizer must not give ids that the model has no embedding for. */
  public static void tokenizer(Path folder, Tokenizer tokenizer) {
    int embedded = config(folder).vocabularySize();
    if (tokenizer.vocabularySize() > embedded) {
      throw UserError.badInput(
          "%s: the tokenizer has %d tokens but the model's embedding only %d; they do not belong"
                  .formatted(folder, tokenizer.vocabularySize(), embedded)
              + " together, fetch the checkpoint again");
    }
  }

  private static void embedding(Path folder, DecoderConfig config) {
    long[] expected = {config.vocabularySize(), config.hiddenSize()};
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      long[] shape = checkpoint.shape(EMBEDDING);
      if (!Arrays.equals(shape, expected)) {
        throw UserError.badInput(
            "%s: the embedding has the shape %s but config.json asks for %s; they do not belong"
                    .formatted(folder, Arrays.toString(shape), Arrays.toString(expected))
                + " together, fetch the checkpoint again");
      }
    }
  }

  /** Long texts are not tokenized for this; the stages look again. */
  private static void atLeastOneBlock(
      List<Document> documents, Tokenizer tokenizer, int blockTokens) {
    long characters = documents.stream().mapToLong(document -> document.text().length()).sum();
    if (characters < CHARACTERS_OF_A_LONG_TOKEN * blockTokens) {
      Blocks.of(documents, tokenizer, blockTokens);
    }
  }

  private static void exist(String key, List<String> paths) {
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
