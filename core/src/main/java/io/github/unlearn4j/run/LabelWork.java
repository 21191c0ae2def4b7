package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.EvenSample;
import io.github.unlearn4j.model.AdapterFolder;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.DecoderConfig;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.TokenText;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.BlockTranslation;
import io.github.unlearn4j.whp.BlockTranslator;
import io.github.unlearn4j.whp.DecoderLogits;
import io.github.unlearn4j.whp.GenericLabels;
import io.github.unlearn4j.whp.LabelWitness;
import io.github.unlearn4j.whp.MakeLabels;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a run's labels are made from: the translated blocks and the way to both models. Making
 * labels and explaining them begin here, so that both are about the same blocks.
 */
public record LabelWork(
    RunContext context,
    Tokenizer tokenizer,
    TokenText tokenText,
    List<Anchor> anchors,
    List<BlockTranslation> translations)
    implements AutoCloseable {

  public static LabelWork prepare(RunContext context) {
    Recipe recipe = context.recipe();
    AnchorDictionary dictionary =
        recipe.labels().anchors(AnchorDictionary.load(context.directory().anchors()));
    Tokenizer tokenizer = Tokenizer.load(Path.of(recipe.model()));
    try {
      List<Block> target = Texts.target(recipe, tokenizer).trained();
      BlockTranslator translator =
          recipe.labels().forbidAnchors()
              ? BlockTranslator.forbiddingAnchors(dictionary, tokenizer, recipe.seed(), target)
              : new BlockTranslator(dictionary, tokenizer, recipe.seed());
      return new LabelWork(
          context,
          tokenizer,
          new TokenText(tokenizer),
          translator.anchors(),
          labelled(target, recipe).stream().map(translator::translate).toList());
    } catch (RuntimeException problem) {
      tokenizer.close();
      throw problem;
    }
  }

  /** The target's blocks that labels are made for, and that the finetune learns from. */
  public static List<Block> blocks(Recipe recipe, Tokenizer tokenizer) {
    return labelled(Texts.target(recipe, tokenizer).trained(), recipe);
  }

  private static List<Block> labelled(List<Block> target, Recipe recipe) {
    int most = recipe.labels().blocks();
    return most == 0 ? target : EvenSample.acrossGroups(target, Block::document, most);
  }

  LabelWitness witness(int block) {
    return new LabelWitness(block, tokenText);
  }

  /**
   * The same labels each way: in one pass where both models fit in memory, else in turn. A
   * reinforced adapter needs no second model: one set of weights is read with it and without.
   *
   * @param watched has a witness watch, or changes nothing
   */
  public GenericLabels labels(UnaryOperator<MakeLabels> watched) {
    Path model = Path.of(context.recipe().model());
    Path reinforced = context.directory().reinforced();
    DecoderConfig config = DecoderConfig.of(Json.read(model.resolve("config.json")));
    MakeLabels makeLabels =
        watched.apply(
            new MakeLabels(
                context.recipe().labels(),
                tokenizer.vocabularySize(),
                config.maximumPositions(),
                context.progress()));
    boolean needsBoth = LabelsStage.needsReinforced(context.recipe());
    if (needsBoth && AdapterFolder.isAdapter(reinforced)) {
      try (Decoder decoder = context.load(reinforced)) {
        return makeLabels.together(
            translations, DecoderLogits.withoutAdapter(decoder), DecoderLogits.of(decoder));
      }
    }
    if (!needsBoth) {
      try (DecoderLogits baseline = DecoderLogits.load(model, context.compute())) {
        return makeLabels.together(translations, baseline, null);
      }
    }
    if (!MemoryPlan.of(context.recipe(), Machine.current()).labelsTogether()) {
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

  @Override
  public void close() {
    tokenizer.close();
  }
}
