package io.github.unlearn4j.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code adapter_config.json} says about the arithmetic. Which projections are adapted is read
 * from the tensors' names, which cannot be wrong.
 *
 * @param rank width of every pair
 * @param scaling factor of what a pair adds: alpha / rank, with {@code use_rslora} alpha / √rank
 */
record PeftConfig(int rank, double scaling) {
  /** Variants that change the arithmetic: refused when they are on, or not empty. */
  private static final List<String> UNKNOWN_VARIANTS =
      List.of(
          "use_dora",
          "use_qalora",
          "use_bdlora",
          "layer_replication",
          "alora_invocation_tokens",
          "lora_bias",
          "fan_in_fan_out",
          "modules_to_save",
          "rank_pattern",
          "alpha_pattern",
          "trainable_token_indices",
          "target_parameters");

  private static final String OTHERWISE =
      "work it into its base with peft (merge_and_unload) and give the result";

  static PeftConfig read(Path file) {
    JsonNode config = Json.read(file);
    String type = config.path("peft_type").asText("");
    if (!type.equals("LORA")) {
      throw UserError.badInput(
          "%s: peft_type is '%s'; known: LORA; %s".formatted(file, type, OTHERWISE));
    }
    if (!config.path("bias").asText("none").equals("none")) {
      throw UserError.badInput(
          "%s: bias is %s, but trained biases are not supported; known: none; %s"
              .formatted(file, config.path("bias"), OTHERWISE));
    }
    for (String variant : UNKNOWN_VARIANTS) {
      JsonNode value = config.path(variant);
      if (value.asBoolean(false) || value.isContainerNode() && !value.isEmpty()) {
        throw UserError.badInput("%s: %s is not supported; %s".formatted(file, variant, OTHERWISE));
      }
    }
    JsonNode rank = config.path("r");
    if (!rank.isIntegralNumber() || rank.asInt() <= 0) {
      throw UserError.badInput(
          "%s: r is %s but must be a whole number above 0".formatted(file, rank));
    }
    JsonNode alpha = config.path("lora_alpha");
    if (!alpha.isNumber() || alpha.asDouble() <= 0) {
      throw UserError.badInput("%s: lora_alpha is %s but must be above 0".formatted(file, alpha));
    }
    boolean stabilised = config.path("use_rslora").asBoolean(false);
    double divisor = stabilised ? Math.sqrt(rank.asInt()) : rank.asInt();
    return new PeftConfig(rank.asInt(), alpha.asDouble() / divisor);
  }
}
