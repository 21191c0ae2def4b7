package io.github.unlearn4j.run;

import io.github.unlearn4j.measure.probes.ProbeSettings;
import io.github.unlearn4j.measure.probes.ProbeTexts;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Blocks;
import io.github.unlearn4j.text.Corpus;
import io.github.unlearn4j.text.Document;
import io.github.unlearn4j.text.Tokenizer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The texts that the probes of a run look at. */
final class ProbedTexts {
  private static final int SAMPLE_CHARACTERS = 4000;

  private ProbedTexts() {}

  static ProbeTexts read(Recipe recipe, Tokenizer tokenizer) {
    ProbeSettings settings = recipe.probe();
    List<Document> comparison =
        settings.comparison().isEmpty()
            ? Texts.retainDocuments(recipe)
            : Corpus.read(Texts.paths(settings.comparison()), recipe.text());
    Map<String, List<Block>> neighbours = new LinkedHashMap<>();
    settings
        .neighbours()
        .forEach(path -> neighbours.put(name(path), blocks(recipe, tokenizer, List.of(path))));
    return new ProbeTexts(
        ids(Texts.targetDocuments(recipe), tokenizer),
        ids(comparison, tokenizer),
        settings.comparison().isEmpty()
            ? "the retain text"
            : settings.comparison().stream()
                .map(ProbedTexts::name)
                .collect(Collectors.joining(", ")),
        settings.relearnText().isEmpty()
            ? Texts.target(recipe, tokenizer).held()
            : blocks(recipe, tokenizer, settings.relearnText()),
        neighbours);
  }

  /** A stretch of the target that shows how a tokenizer cuts it. */
  static String sample(Recipe recipe) {
    String text = Texts.targetDocuments(recipe).getFirst().text();
    return text.substring(0, Math.min(text.length(), SAMPLE_CHARACTERS));
  }

  private static List<int[]> ids(List<Document> documents, Tokenizer tokenizer) {
    return documents.stream()
        .map(document -> tokenizer.encodePlain(document.text()).ids())
        .toList();
  }

  private static List<Block> blocks(Recipe recipe, Tokenizer tokenizer, List<String> paths) {
    List<Document> documents = Corpus.read(Texts.paths(paths), recipe.text());
    return Blocks.of(documents, tokenizer, recipe.text().blockTokens());
  }

  private static String name(String path) {
    return Path.of(path).getFileName().toString();
  }
}
