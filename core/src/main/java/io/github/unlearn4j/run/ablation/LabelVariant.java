package io.github.unlearn4j.run.ablation;

import io.github.unlearn4j.recipe.AblateSettings;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.recipe.SettingTree;
import io.github.unlearn4j.run.LabelWork;
import io.github.unlearn4j.run.RunContext;
import io.github.unlearn4j.train.Example;
import io.github.unlearn4j.whp.LabelSettings.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The paper's method, or one of its two parts: trained on generic labels of its own. */
record LabelVariant(String name, Mode mode, Double alpha) implements Variant {

  @Override
  public boolean needsReinforced() {
    return mode != Mode.ANCHORS_ONLY;
  }

  @Override
  public List<String> settings() {
    List<String> settings = new ArrayList<>(TRAINING);
    settings.addAll(List.of("labels", "-labels.mode", "-labels.more_alphas"));
    if (!hasRecipesAlpha()) {
      settings.add("-labels.alpha");
    }
    return settings;
  }

  private boolean hasRecipesAlpha() {
    return needsReinforced() && !name.startsWith(AblateSettings.ALPHA + "-");
  }

  @Override
  public void run(VariantWork work) {
    if (hasRecipesAlpha() && work.recipe().labels().alpha() == 0) {
      work.remark("the recipe's labels.alpha is 0, where the reinforced model has no say: 1 here");
    }
    List<List<Example>> groups;
    try (LabelWork labels = LabelWork.prepare(labelled(work.context()))) {
      groups = labels.labels(UnaryOperator.identity()).toExamples().stream().map(List::of).toList();
    }
    work.train(groups, work.recipe().finetune().learningRate());
  }

  /** The same run with the labels of this variant. */
  private RunContext labelled(RunContext context) {
    Map<String, Object> values = SettingTree.flatten(context.recipe());
    values.put("labels.mode", mode);
    values.put("labels.alpha", alpha == null ? 0.0 : alpha);
    values.put("labels.more_alphas", List.of());
    Recipe recipe = SettingTree.build(Recipe.class, values);
    return new RunContext(recipe, context.directory(), context.compute(), context.progress());
  }
}
