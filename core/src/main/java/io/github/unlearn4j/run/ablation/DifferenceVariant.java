package io.github.unlearn4j.run.ablation;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.EvenSample;
import io.github.unlearn4j.measure.Perplexity;
import io.github.unlearn4j.recipe.AblateSettings;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.Texts;
import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.train.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gradient ascent on the target while as much retain text is learnt: for each block of the target
 * one of the retain text in the same step. Blocks that harm is measured on are never learnt from.
 */
record DifferenceVariant() implements Variant {

  @Override
  public String name() {
    return AblateSettings.GRADIENT_DIFFERENCE;
  }

  @Override
  public List<String> settings() {
    return new AscentVariant().settings();
  }

  @Override
  public void run(VariantWork work) {
    List<Example> ascent = AscentVariant.ascent(work);
    List<Block> unmeasured = unmeasured(work.recipe(), work.tokenizer());
    List<Block> retain = EvenSample.of(unmeasured, ascent.size());
    if (retain.size() < ascent.size()) {
      work.remark(
          ("%d blocks of retain text that are not measured stand against %d of the target, so each"
                  + " is learnt from more than once")
              .formatted(retain.size(), ascent.size()));
    }
    List<List<Example>> groups = new ArrayList<>();
    for (int i = 0; i < ascent.size(); i++) {
      int[] ids = retain.get(i % retain.size()).tokens().ids();
      groups.add(List.of(ascent.get(i), Example.languageModelling(ids)));
    }
    work.train(groups, AscentVariant.learningRate(work.recipe()));
  }

  /** Retain text to learn from: the blocks that perplexity is not measured on. */
  static List<Block> unmeasured(Recipe recipe, Tokenizer tokenizer) {
    List<Block> retain = Texts.retain(recipe, tokenizer);
    Set<Integer> measured =
        Perplexity.measured(retain, recipe.measure().perplexityBlocks()).stream()
            .map(Block::index)
            .collect(Collectors.toSet());
    List<Block> unmeasured =
        retain.stream().filter(block -> !measured.contains(block.index())).toList();
    if (unmeasured.isEmpty()) {
      throw UserError.badInput(
          retain.isEmpty()
              ? "gradient-difference learns from retain text and the recipe names none; add"
                  + " --retain"
              : ("gradient-difference learns from retain text that is not measured, but all %d"
                      + " blocks are; give more retain text or lower measure.perplexity_blocks")
                  .formatted(retain.size()));
    }
    return unmeasured;
  }
}
