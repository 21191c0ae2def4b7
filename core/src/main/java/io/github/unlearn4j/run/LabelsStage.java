package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.EvenSample;
import io.github.unlearn4j.model.AdapterFolder;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.DecoderConfig;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.BlockTranslation;
import io.github.unlearn4j.whp.BlockTranslator;
import io.github.unlearn4j.whp.DecoderLogits;
import io.github.unlearn4j.whp.GenericLabels;
import io.github.unlearn4j.whp.LabelSettings.Mode;
import io.github.unlearn4j.whp.LabelSummary;
import io.github.unlearn4j.whp.MakeLabels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the generic labels (paper section 3.3, algorithm 1): what a model that never read the
 * target might say at each of its positions.
 */
public final class LabelsStage implements Stage {
  @Override
  public String name() {
    return "labels";
  }

  @Override
  public List<String> settings() {
    return List.of("seed", "compute", "text", "labels");
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    Map<String, List<Path>> inputs = new TreeMap<>();
    inputs.put("model", List.of(Path.of(context.recipe().model())));
    inputs.put("target", Texts.paths(context.recipe().target()));
    inputs.put("anchors.yaml", List.of(context.directory().anchors()));
    if (needsReinforced(context.recipe())) {
      inputs.put("reinforced model", List.of(context.directory().reinforced()));
    }
    return inputs;
  }

  /** Whether labels of this recipe rest on a reinforced model. */
  static boolean needsReinforced(Recipe recipe) {
    return recipe.labels().mode() != Mode.ANCHORS_ONLY;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return List.of(context.directory().labels());
  }

  @Override
  public void run(RunContext context) {
    Recipe recipe = context.recipe();
    Path model = Path.of(recipe.model());
    DecoderConfig config = DecoderConfig.of(Json.read(model.resolve("config.json")));
    AnchorDictionary dictionary =
        recipe.labels().anchors(AnchorDictionary.load(context.directory().anchors()));
    try (Tokenizer tokenizer = Tokenizer.load(model)) {
      List<Block> target = Texts.target(recipe, tokenizer).trained();
      BlockTranslator translator =
          recipe.labels().forbidAnchors()
              ? BlockTranslator.forbiddingAnchors(dictionary, tokenizer, recipe.seed(), target)
              : new BlockTranslator(dictionary, tokenizer, recipe.seed());
      List<BlockTranslation> translations =
          labelled(target, recipe.labels().blocks()).stream().map(translator::translate).toList();
      MakeLabels makeLabels =
          new MakeLabels(
              recipe.labels(),
              tokenizer.vocabularySize(),
              config.maximumPositions(),
              context.progress());
      GenericLabels labels = labels(context, makeLabels, translations);
      LabelSummary summary = LabelSummary.of(labels, translations, translator.anchors());
      labels.save(context.directory().labels(), summary);
      context
          .progress()
          .say(
              "labels: %,d of %,d positions, %.1f%% of them differ from the text"
                  .formatted(
                      summary.trained(),
                      summary.positions(),
                      100 * summary.changedShare().get(labels.alphas().getFirst())));
    }
  }

  private static List<Block> labelled(List<Block> target, int most) {
    return most == 0 ? target : EvenSample.acrossGroups(target, Block::document, most);
  }

  /**
   * The same labels each way: in one pass where both models fit in memory, else in turn. A
   * reinforced adapter needs no second model: one set of weights is read with it and without.
   */
  private static GenericLabels labels(
      RunContext context, MakeLabels makeLabels, List<BlockTranslation> translations) {
    Path model = Path.of(context.recipe().model());
    Path reinforced = context.directory().reinforced();
    boolean needsBoth = needsReinforced(context.recipe());
    if (needsBoth && AdapterFolder.isAdapter(reinforced)) {
      try (Decoder decoder = context.load(reinforced)) {
        return makeLabels.together(
            translations, DecoderLogits.withoutAdapter(decoder), DecoderLogits.of(decoder));
      }
    }
    if (!needsBoth || !MemoryPlan.of(context.recipe(), Machine.current()).labelsTogether()) {
      return makeLabels.inTurn(
          translations,
          () -> DecoderLogits.load(model, context.compute()),
          () -> DecoderLogits.load(reinforced, context.compute()));
    }
    try (DecoderLogits baseline = DecoderLogits.load(model, context.compute());
        DecoderLogits other = DecoderLogits.load(reinforced, context.compute())) {
      return makeLabels.together(translations, baseline, other);
    }
  }
}
