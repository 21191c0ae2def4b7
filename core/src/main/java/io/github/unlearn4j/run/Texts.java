package io.github.unlearn4j.run;

import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Blocks;
import io.github.unlearn4j.text.Corpus;
import io.github.unlearn4j.text.Document;
import io.github.unlearn4j.text.HeldBack;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;

/** Target and retain of a recipe; every stage cuts them in the same way. */
public final class Texts {
  private Texts() {}

  /** The target's blocks: those trained on, and those held back to measure on. */
  static HeldBack.Split target(Recipe recipe, Tokenizer tokenizer) {
    List<Block> blocks = Blocks.of(targetDocuments(recipe), tokenizer, recipe.text().blockTokens());
    return HeldBack.split(blocks, recipe.text().heldBack());
  }

  static List<Document> targetDocuments(Recipe recipe) {
    return Corpus.read(paths(recipe.target()), recipe.text());
  }

  /** None if the recipe names no retain text. */
  static List<Document> retainDocuments(Recipe recipe) {
    return recipe.retain().isEmpty()
        ? List.of()
        : Corpus.read(paths(recipe.retain()), recipe.text());
  }

  public static List<Block> retain(Recipe recipe, Tokenizer tokenizer) {
    return recipe.retain().isEmpty()
        ? List.of()
        : Blocks.of(retainDocuments(recipe), tokenizer, recipe.text().blockTokens());
  }

  /** The file of a setting that may be empty. */
  static List<Path> optional(String file) {
    return file.isEmpty() ? List.of() : List.of(Path.of(file));
  }

  static List<Path> paths(List<String> names) {
    return names.stream().map(Path::of).toList();
  }
}
