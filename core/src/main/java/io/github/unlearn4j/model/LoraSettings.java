package io.github.unlearn4j.model;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.base.NearestName;
import io.github.unlearn4j.base.Setting;
import io.github.unlearn4j.base.UserError;
import java.util.List;

/**
 * Low-rank adaptation (Hu et al. 2021): the weights stay as they are, and beside each chosen
 * projection W a narrow pair is trained, y = x Wᵀ + (alpha / rank) · x Aᵀ Bᵀ. There is no dropout.
 */
public record LoraSettings(
    @Setting("LoRA: width of the trained pairs; 0: all weights are trained instead") int rank,
    @Setting("LoRA: what the pairs add is multiplied by alpha / rank") double alpha,
    @Setting(
            "LoRA: projections that get a pair: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj,"
                + " down_proj")
        List<String> modules) {

  /** Every projection of a layer, in the order of the checkpoint. */
  public static final List<String> MODULES =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  /** All weights are trained; alpha and modules stand ready for whoever sets a rank. */
  public static final LoraSettings OFF = new LoraSettings(0, 16, MODULES);

  public LoraSettings {
    Check.atLeast("rank", rank, 0);
    Check.above("alpha", alpha, 0);
    modules = List.copyOf(modules);
    if (modules.isEmpty()) {
      throw UserError.badSetting(
          "modules is empty; there are: %s".formatted(String.join(", ", MODULES)));
    }
    for (String module : modules) {
      if (!MODULES.contains(module)) {
        throw UserError.badSetting(
            "modules: nothing is called '%s'%s; there are: %s"
                .formatted(
                    module,
                    NearestName.of(module, MODULES).map("; did you mean %s?"::formatted).orElse(""),
                    String.join(", ", MODULES)));
      }
    }
  }

  /** Whether pairs are trained instead of the weights. */
  public boolean isOn() {
    return rank > 0;
  }

  /** The factor of what a pair adds. */
  public double scaling() {
    return alpha / rank;
  }
}
