package io.github.unlearn4j.run;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.report.BlockPage;
import io.github.unlearn4j.whp.BlockExplanation;
import io.github.unlearn4j.whp.BlockTranslation;
import io.github.unlearn4j.whp.GenericLabels;
import io.github.unlearn4j.whp.LabelSettings.Mode;
import io.github.unlearn4j.whp.LabelSummary;
import io.github.unlearn4j.whp.LabelWitness;
import java.nio.file.Path;
import java.util.Comparator;
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
    try (LabelWork work = LabelWork.prepare(context)) {
      BlockTranslation shown = telling(work.translations());
      LabelWitness witness = work.witness(shown.block().index());
      GenericLabels labels = work.labels(makeLabels -> makeLabels.watchedBy(witness));
      LabelSummary summary =
          LabelSummary.of(labels, work.translations(), work.anchors(), work.tokenText());
      labels.save(context.directory().labels(), summary);
      BlockExplanation explanation = witness.explanation(labels, context.recipe().labels());
      AtomicFiles.deleteQuietly(context.directory().explanations());
      AtomicFiles.write(
          context.directory().explained(explanation.block()), BlockPage.html(explanation));
      context
          .progress()
          .say(
              "labels: %,d of %,d positions, %.1f%% of them differ from the text, %,d suspicious"
                  .formatted(
                      summary.trained(),
                      summary.positions(),
                      100 * summary.changedShare().get(labels.alphas().getFirst()),
                      summary.suspicious().total()));
    }
  }

  /** The block in which most anchors are replaced: its page shows most of the rules at work. */
  private static BlockTranslation telling(List<BlockTranslation> translations) {
    return translations.stream()
        .max(Comparator.comparingInt(translation -> translation.replacements().size()))
        .orElseThrow();
  }
}
