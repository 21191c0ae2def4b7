package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.text.Document;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.AnchorSettings.Source;
import io.github.unlearn4j.whp.find.AnchorCheck;
import io.github.unlearn4j.whp.find.BaselineExpectation;
import io.github.unlearn4j.whp.find.Expectation;
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
    return List.of("seed", "compute", "text.jsonl_field", "anchors");
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
    if (asksBaseline(recipe)) {
      inputs.put("model", List.of(Path.of(recipe.model())));
    }
    return inputs;
  }

  private static boolean asksBaseline(Recipe recipe) {
    return recipe.anchors().source() == Source.STATISTICAL && recipe.anchors().expectation();
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
    AnchorDictionary dictionary = find(context, target, retain);
    dictionary.save(context.directory().anchors());
    context
        .progress()
        .say(
            "anchors: %d terms in anchors.yaml, %d of them left as they are"
                .formatted(
                    dictionary.anchors().size(),
                    dictionary.anchors().size() - dictionary.kept().size()));
    warn(AnchorCheck.of(dictionary, target, retain), context.progress());
  }

  private static AnchorDictionary find(RunContext context, String target, String retain) {
    Path model = Path.of(context.recipe().model());
    if (!asksBaseline(context.recipe())) {
      return source(context, Optional.empty()).find(target, retain, context.progress());
    }
    try (Tokenizer tokenizer = Tokenizer.load(model);
        Decoder baseline = Decoder.load(model, context.compute())) {
      Expectation expectation = new BaselineExpectation(baseline, tokenizer);
      return source(context, Optional.of(expectation)).find(target, retain, context.progress());
    }
  }

  private static FindAnchors source(RunContext context, Optional<Expectation> expectation) {
    Recipe recipe = context.recipe();
    return FindAnchors.of(
        recipe.anchors(), recipe.seed(), context.directory().anchorReplies(), expectation);
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
