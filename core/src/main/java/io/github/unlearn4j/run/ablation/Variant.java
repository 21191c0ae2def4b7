package io.github.unlearn4j.run.ablation;

import java.util.List;

/** One way to make the baseline forget, or to have it answer as if it had. */
interface Variant {
  /** As it is called in tables and files. */
  String name();

  /** What every variant depends on that {@link VariantWork#train trains}. */
  List<String> TRAINING =
      List.of(
          "seed",
          "finetune",
          "stop.measure_every_steps",
          "ablate.steps",
          "ablate.measure_every_steps");

  /** Alpha of equation (1); null where there is none. */
  default Double alpha() {
    return null;
  }

  default boolean needsReinforced() {
    return false;
  }

  /** Settings it depends on besides those of measuring. */
  List<String> settings();

  /** Forgets, and is measured on the way and at the end. */
  void run(VariantWork work);
}
