package io.github.unlearn4j.weights.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.util.Optional;

/** How rotary positions are stretched beyond the length a model was first trained for. */
final class RopeScaling {
  /** Llama 3.1 and later: one divisor for each rotated pair instead of the rule behind them. */
  static final String FACTORS = "rope_freqs.weight";

  // Llama 3.1 and 3.2 differ in the factor alone.
  private static final double LOW_FREQUENCY_FACTOR = 1;
  private static final double HIGH_FREQUENCY_FACTOR = 4;
  private static final int ORIGINAL_POSITIONS = 8192;

  private RopeScaling() {}

  /** The {@code rope_scaling} object of config.json; empty when positions are not stretched. */
  static Optional<ObjectNode> of(
      GgufFile file, GgufArchitecture architecture, GgufShape shape, double base) {
    GgufTensor factors = file.tensors().get(FACTORS);
    if (factors != null) {
      return Optional.of(llama3(file, factors, shape.headSize(), base));
    }
    GgufMetadata metadata = file.metadata();
    String type = metadata.text(architecture.key("rope.scaling.type")).orElse("none");
    if (type.equals("none")) {
      return Optional.empty();
    }
    if (!type.equals("linear")) {
      throw UserError.badInput(
          "%s scales rotary positions by %s; linear and llama3 can be imported"
              .formatted(file.path(), type));
    }
    String factor = architecture.key("rope.scaling.factor");
    ObjectNode scaling = Json.json().createObjectNode();
    scaling.put("rope_type", type);
    scaling.put("factor", metadata.decimal(factor).orElseThrow(() -> metadata.missing(factor)));
    return Optional.of(scaling);
  }

  /**
   * Finds the rule whose divisors these are: pairs that turn fast keep their speed, slow ones turn
   * {@code factor} times slower, with a smooth passage between.
   */
  private static ObjectNode llama3(GgufFile file, GgufTensor factors, int headSize, double base) {
    float[] divisors = Dequantize.toArray(factors);
    double factor = 1;
    for (float divisor : divisors) {
      factor = Math.max(factor, divisor);
    }
    boolean known = divisors.length == headSize / 2;
    for (int pair = 0; known && pair < divisors.length; pair++) {
      double expected = divisor(Math.pow(base, -2.0 * pair / headSize), factor);
      known = Math.abs(divisors[pair] - expected) <= 1e-3 * expected;
    }
    if (!known) {
      throw UserError.badInput(
          "%s stretches rotary positions by a table (%s) that is not Llama 3's; it cannot be imported"
              .formatted(file.path(), FACTORS));
    }
    ObjectNode scaling = Json.json().createObjectNode();
    scaling.put("rope_type", "llama3");
    scaling.put("factor", factor);
    scaling.put("low_freq_factor", LOW_FREQUENCY_FACTOR);
    scaling.put("high_freq_factor", HIGH_FREQUENCY_FACTOR);
    scaling.put("original_max_position_embeddings", ORIGINAL_POSITIONS);
    return scaling;
  }

  /**
   * 1 / ((1 − s) / factor + s) with s = turns within the original length, from 1 to 4, as 0 to 1.
   */
  private static double divisor(double frequency, double factor) {
    double turns = ORIGINAL_POSITIONS * frequency / (2 * Math.PI);
    double smooth = (turns - LOW_FREQUENCY_FACTOR) / (HIGH_FREQUENCY_FACTOR - LOW_FREQUENCY_FACTOR);
    double share = Math.clamp(smooth, 0, 1);
    return 1 / ((1 - share) / factor + share);
  }
}
