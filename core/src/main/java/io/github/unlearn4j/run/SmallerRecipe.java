package io.github.unlearn4j.run;

import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.recipe.SettingTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks for settings with which a recipe that is too large would fit in memory. */
final class SmallerRecipe {
  private static final int USUAL_RANK = 16;
  private static final int SHOWN = 2;

  private SmallerRecipe() {}

  /** What to set, least change first; or how far even the smallest recipe is from fitting. */
  static String advice(Recipe recipe, Machine machine) {
    int rank = Math.min(USUAL_RANK, MemoryPlan.config(recipe).smallestProjection());
    List<String> fitting = new ArrayList<>();
    MemoryPlan smallest = null;
    for (Map<String, Object> change : changes(rank)) {
      Map<String, Object> values = SettingTree.flatten(recipe);
      change.keySet().removeIf(key -> !isChange(values, key, change.get(key)));
      values.putAll(change);
      smallest = MemoryPlan.of(SettingTree.build(Recipe.class, values), machine);
      if (smallest.fits() && fitting.size() < SHOWN && !change.isEmpty()) {
        fitting.add(flags(change, smallest));
      }
    }
    if (!fitting.isEmpty()) {
      return "it fits with " + String.join(", or with ", fitting);
    }
    return ("even micro-batches of one block, recomputation and LoRA of rank %d need %s: take a"
            + " machine with more memory or a smaller model")
        .formatted(rank, MemoryPlan.readable(smallest.largest().bytes()));
  }

  private static List<Map<String, Object>> changes(int rank) {
    Map<String, Object> micro = Map.of("micro_batch_blocks", 1);
    Map<String, Object> recompute = Map.of("recompute", true);
    Map<String, Object> lora = Map.of("lora.rank", rank);
    return List.of(
        both(micro),
        both(recompute),
        both(lora),
        both(micro, recompute),
        both(recompute, lora),
        both(micro, recompute, lora));
  }

  @SafeVarargs
  private static Map<String, Object> both(Map<String, Object>... changes) {
    Map<String, Object> both = new LinkedHashMap<>();
    for (Map<String, Object> change : changes) {
      change.forEach(
          (key, value) -> {
            both.put("reinforce." + key, value);
            both.put("finetune." + key, value);
            if (key.equals("micro_batch_blocks")) {
              both.put("labels." + key, value);
            }
          });
    }
    return both;
  }

  /** A rank that is set stays; everything else is a change if it differs. */
  private static boolean isChange(Map<String, Object> values, String key, Object value) {
    Object now = values.get(key);
    return key.endsWith("lora.rank") ? now.equals(0) : !now.equals(value);
  }

  private static String flags(Map<String, Object> change, MemoryPlan plan) {
    StringBuilder flags = new StringBuilder();
    change.forEach((key, value) -> flags.append("--set %s=%s ".formatted(key, value)));
    return flags + "(" + MemoryPlan.readable(plan.largest().bytes()) + ")";
  }
}
