package io.github.unlearn4j.run.ablation;

import io.github.unlearn4j.recipe.AblateSettings;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.LabelWork;
import io.github.unlearn4j.train.Example;
import java.util.List;
import java.util.stream.Stream;

/** The plainest alternative: the target itself, its loss made larger instead of smaller. */
record AscentVariant() implements Variant {

  @Override
  public String name() {
    return AblateSettings.GRADIENT_ASCENT;
  }

  @Override
  public List<String> settings() {
    return Stream.concat(
            TRAINING.stream(), Stream.of("ablate.ascent_learning_rate", "labels.blocks"))
        .toList();
  }

  @Override
  public void run(VariantWork work) {
    work.train(ascent(work).stream().map(List::of).toList(), learningRate(work.recipe()));
  }

  /** The blocks that labels would be made for, to be unlearnt. */
  static List<Example> ascent(VariantWork work) {
    return LabelWork.blocks(work.recipe(), work.tokenizer()).stream()
        .map(block -> Example.languageModelling(block.tokens().ids()).unlearnt())
        .toList();
  }

  static double learningRate(Recipe recipe) {
    double asked = recipe.ablate().ascentLearningRate();
    return asked > 0 ? asked : recipe.finetune().learningRate();
  }
}
