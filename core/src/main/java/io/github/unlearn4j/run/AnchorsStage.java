package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.text.Document;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.AnchorSettings.Source;
import io.github.unlearn4j.whp.find.AnchorCheck;
import io.github.unlearn4j.whp.find.FindAnchors;
import io.github.unlearn4j.whp.find.Warning;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the anchors (paper section 3.2); a person may edit what it leaves. */
public final class AnchorsStage implements Stage {
  private static final int WARNINGS_SHOWN = 10;

  @Override
  public String name() {
    return "anchors";
  }

  @Override
  public List<String> settings() {
    return List.of("seed", "text.jsonl_field", "anchors");
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    Recipe recipe = context.recipe();
    Map<String, List<Path>> inputs = new TreeMap<>();
    inputs.put("target", Texts.paths(recipe.target()));
    inputs.put("retain", Texts.paths(recipe.retain()));
    if (recipe.anchors().source() == Source.FILE && !recipe.anchors().file().isBlank()) {
      inputs.put("dictionary", List.of(Path.of(recipe.anchors().file())));
    }
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return List.of(context.directory().anchors());
  }

  @Override
  public void run(RunContext context) {
    Recipe recipe = context.recipe();
    String target = text(Texts.targetDocuments(recipe));
    String retain = text(Texts.retainDocuments(recipe));
    FindAnchors source =
        FindAnchors.of(
            recipe.anchors(), recipe.seed(), context.directory().anchorReplies(), Optional.empty());
    AnchorDictionary dictionary = source.find(target, retain, context.progress());
    dictionary.save(context.directory().anchors());
    context
        .progress()
        .say("anchors: %d terms in anchors.yaml".formatted(dictionary.anchors().size()));
    warn(AnchorCheck.of(dictionary, target, retain), context.progress());
  }

  private static void warn(List<Warning> warnings, Progress progress) {
    warnings.stream()
        .limit(WARNINGS_SHOWN)
        .forEach(warning -> progress.say("anchors: " + warning.message()));
    if (warnings.size() > WARNINGS_SHOWN) {
      progress.say("anchors: %d more warnings".formatted(warnings.size() - WARNINGS_SHOWN));
    }
  }

  private static String text(List<Document> documents) {
    return documents.stream().map(Document::text).collect(Collectors.joining("\n\n"));
  }
}
