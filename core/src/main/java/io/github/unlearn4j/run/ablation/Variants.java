package io.github.unlearn4j.run.ablation;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.recipe.AblateSettings;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.run.MeasureStage;
import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.run.Stage;
import io.github.unlearn4j.run.Stages;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.whp.LabelSettings.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Which variants there are, and the stages that try them. */
public final class Variants {
  private Variants() {}

  /**
   * The stages of an ablation: the baseline measured, every variant that was asked for, the table
   * and the report.
   *
   * @param say is told what is left out
   * @throws UserError if the run lacks something that a variant needs
   */
  public static List<Stage> stages(Recipe recipe, Consumer<String> say) {
    List<Variant> variants = chosen(recipe, say);
    RunDirectory directory = RunDirectory.of(recipe);
    require(directory, directory.anchors(), "anchors");
    if (variants.stream().anyMatch(Variant::needsReinforced)) {
      require(directory, directory.reinforced(), "reinforce");
    }
    List<Stage> stages = new ArrayList<>();
    stages.add(MeasureStage.baseline());
    variants.forEach(variant -> stages.add(new VariantStage(variant)));
    stages.add(new AblationStage());
    stages.addAll(Stages.report());
    return stages;
  }

  /** Every variant there is for a recipe, in the order of the table. */
  static List<Variant> all(Recipe recipe) {
    return recipe.ablate().names().stream().map(name -> of(name, recipe)).toList();
  }

  /** What "all" names but cannot be tried is left out; by its own name it is an error. */
  private static List<Variant> chosen(Recipe recipe, Consumer<String> say) {
    List<Variant> variants = new ArrayList<>();
    for (String name : recipe.ablate().chosen()) {
      boolean named = recipe.ablate().isNamed(name);
      if (name.equals(AblateSettings.name(AblateSettings.ALPHA, alpha(recipe))) && !named) {
        continue; // the same as both
      }
      if (name.equals(AblateSettings.GRADIENT_DIFFERENCE)) {
        try (Tokenizer tokenizer = Tokenizer.load(Path.of(recipe.model()))) {
          DifferenceVariant.unmeasured(recipe, tokenizer);
        } catch (UserError noRetainText) {
          if (named) {
            throw noRetainText;
          }
          say.accept("left out: " + noRetainText.getMessage());
          continue;
        }
      }
      variants.add(of(name, recipe));
    }
    return variants;
  }

  private static Variant of(String name, Recipe recipe) {
    return switch (name) {
      case AblateSettings.BOTH -> new LabelVariant(name, Mode.PAPER, alpha(recipe));
      case AblateSettings.ANCHORS_ONLY -> new LabelVariant(name, Mode.ANCHORS_ONLY, null);
      case AblateSettings.BOOTSTRAP_ONLY ->
          new LabelVariant(name, Mode.BOOTSTRAP_ONLY, alpha(recipe));
      case AblateSettings.GRADIENT_ASCENT -> new AscentVariant();
      case AblateSettings.GRADIENT_DIFFERENCE -> new DifferenceVariant();
      default -> ofAlpha(name, Double.valueOf(name.substring(name.lastIndexOf('-') + 1)));
    };
  }

  private static Variant ofAlpha(String name, double alpha) {
    return name.startsWith(AblateSettings.INFERENCE_ONLY)
        ? new InferenceVariant(name, alpha)
        : new LabelVariant(name, Mode.PAPER, alpha);
  }

  /** The recipe's alpha; with 0 both parts together would be the anchors alone. */
  private static double alpha(Recipe recipe) {
    return recipe.labels().alpha() == 0 ? 1 : recipe.labels().alpha();
  }

  private static void require(RunDirectory directory, Path path, String command) {
    if (!Files.exists(path)) {
      throw UserError.badInput(
          "ablate needs %s, which this run does not have yet; first: ./unlearn %s --run %s"
              .formatted(directory.name(path), command, directory.folder()));
    }
  }
}
