package io.github.unlearn4j.cli.demo;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.recipe.RecipeBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The small world of the demo, unpacked beside its run: the saga, talk about it, everyday text,
 * prompts, the recipe, and two checkpoints, of which one has read the saga and one has not.
 */
public final class DemoWorld {
  private static final List<String> CHECKPOINT_FILES =
      List.of("config.json", "tokenizer.json", "tokenizer_config.json");

  private final Path folder;

  private DemoWorld(Path folder) {
    this.folder = folder;
  }

  /** Writes all of it into {@code folder}; the same bytes each time. */
  public static DemoWorld unpack(Path folder) {
    AtomicFiles.write(folder.resolve("saga.txt"), DemoTexts.saga());
    AtomicFiles.write(folder.resolve("talk.txt"), DemoTexts.talk());
    AtomicFiles.write(folder.resolve("everyday.txt"), DemoTexts.retain());
    for (String file :
        List.of("recipe.yaml", "probability_prompts.jsonl", "completion_prompts.jsonl")) {
      AtomicFiles.write(folder.resolve(file), DemoTexts.read(file));
    }
    for (String model : List.of(DemoModels.BASELINE, DemoModels.NEVER_READ)) {
      unpackModel(model, folder.resolve(model));
    }
    return new DemoWorld(folder);
  }

  /** The demo's recipe, with its run in {@code out}. */
  public Recipe recipe(Path out) {
    return new RecipeBuilder()
        .file(folder.resolve("recipe.yaml"))
        .flag("--out", "out", List.of(out.toString()))
        .build();
  }

  /** The model trained the same way without the saga: the honest yardstick of forgetting. */
  public Path neverRead() {
    return folder.resolve(DemoModels.NEVER_READ);
  }

  private static void unpackModel(String model, Path folder) {
    for (String file : CHECKPOINT_FILES) {
      AtomicFiles.write(folder.resolve(file), DemoTexts.read("model/" + file));
    }
    AtomicFiles.write(
        folder.resolve("model.safetensors"),
        out -> {
          try (InputStream in = resource(model + "/model.safetensors")) {
            in.transferTo(out);
          }
        });
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = DemoWorld.class.getResourceAsStream("/demo/" + name);
    if (in == null) {
      throw new IOException("the build lacks the resource demo/" + name);
    }
    return in;
  }
}
