package io.github.unlearn4j.recipe;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.NearestName;
import io.github.unlearn4j.base.Setting;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.ablation.VariantResult;
import java.util.ArrayList;
import java.util.List;

/** Which variants of the method are compared, and with which budget. */
public record AblateSettings(
    @Setting(
            "variants by name, or all: both, anchors-only, bootstrap-only, alpha, inference-only,"
                + " gradient-ascent, gradient-difference; alpha-N and inference-only-N are those of"
                + " one alpha")
        List<String> variants,
    @Setting("alphas of equation (1) that are tried besides the recipe's") List<Double> alphas,
    @Setting("optimiser steps of each trained variant; 0: as many as the finetune's") int steps,
    @Setting(
            "learning rate of gradient-ascent and gradient-difference, which go astray sooner; 0:"
                + " the finetune's")
        double ascentLearningRate,
    @Setting("steps between two measurements; 0: stop.measure_every_steps") int measureEverySteps) {
  public static final String ALL = "all";
  public static final String BOTH = VariantResult.BOTH;
  public static final String ANCHORS_ONLY = VariantResult.ANCHORS_ONLY;
  public static final String BOOTSTRAP_ONLY = VariantResult.BOOTSTRAP_ONLY;
  public static final String ALPHA = VariantResult.ALPHA;
  public static final String INFERENCE_ONLY = "inference-only";
  public static final String GRADIENT_ASCENT = "gradient-ascent";
  public static final String GRADIENT_DIFFERENCE = "gradient-difference";

  public static final AblateSettings DEFAULTS =
      new AblateSettings(List.of(ALL), List.of(0.5, 2.0, 5.0), 0, 0, 0);

  public AblateSettings {
    variants = List.copyOf(variants);
    alphas = alphas.stream().distinct().toList();
    alphas.forEach(alpha -> Check.above("ablate.alphas", alpha, 0));
    Check.atLeast("ablate.steps", steps, 0);
    Check.atLeast("ablate.ascent_learning_rate", ascentLearningRate, 0);
    Check.atLeast("ablate.measure_every_steps", measureEverySteps, 0);
    if (variants.isEmpty()) {
      throw UserError.badSetting("ablate.variants is empty; name variants, or all");
    }
    List<String> known = new ArrayList<>(names(alphas));
    known.addAll(List.of(ALL, ALPHA, INFERENCE_ONLY));
    for (String variant : variants) {
      if (!known.contains(variant)) {
        throw unknown(variant, known);
      }
    }
  }

  private static UserError unknown(String variant, List<String> known) {
    return UserError.badSetting(
        "ablate.variants: no variant is called %s; %s"
            .formatted(
                variant,
                NearestName.of(variant, known)
                    .map("did you mean %s?"::formatted)
                    .orElse("known are " + String.join(", ", known))));
  }

  /** The name of a variant that there is for each alpha. */
  public static String name(String kind, double alpha) {
    return kind + "-" + SettingText.print(alpha);
  }

  /** Every variant's name, in the order of tables. */
  public List<String> names() {
    return names(alphas);
  }

  private static List<String> names(List<Double> alphas) {
    List<String> names = new ArrayList<>(List.of(BOTH, ANCHORS_ONLY, BOOTSTRAP_ONLY));
    alphas.forEach(alpha -> names.add(name(ALPHA, alpha)));
    alphas.forEach(alpha -> names.add(name(INFERENCE_ONLY, alpha)));
    names.addAll(List.of(GRADIENT_ASCENT, GRADIENT_DIFFERENCE));
    return names;
  }

  /** Whether a variant was asked for by its name or that of its kind, and not only with all. */
  public boolean isNamed(String name) {
    return variants.stream()
        .anyMatch(
            variant ->
                variant.equals(name)
                    || variant.equals(ALPHA) && name.startsWith(ALPHA + "-")
                    || variant.equals(INFERENCE_ONLY) && name.startsWith(INFERENCE_ONLY + "-"));
  }

  /** The names of the variants that were asked for. */
  public List<String> chosen() {
    return names().stream().filter(name -> variants.contains(ALL) || isNamed(name)).toList();
  }
}
