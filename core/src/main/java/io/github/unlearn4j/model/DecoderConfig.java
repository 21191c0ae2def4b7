package io.github.unlearn4j.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.UserError;
import java.util.Set;
import java.util.TreeSet;

/**
 * The knobs of one decoder, read from the checkpoint's own {@code config.json}. A family is a way
 * to fill these; the arithmetic is the same for all.
 *
 * @param family {@code model_type} of the configuration
 * @param feedForwardSize width of the gated feed-forward part
 * @param keyValueHeads heads of keys and values; queries come in {@code heads / keyValueHeads}
 *     groups
 * @param headSize width of one head; need not be hidden / heads
 * @param queryKeyNorm RMS norm over each head's queries and keys (Qwen3)
 * @param queryKeyValueBias biases on the q, k, v projections (Qwen2)
 * @param outputBias bias on the attention's output projection
 * @param feedForwardBias biases on the feed-forward projections
 * @param slidingWindow a position sees this many positions, itself included; 0: all
 * @param tiedHead the output head is the embedding
 */
public record DecoderConfig(
    String family,
    int vocabularySize,
    int hiddenSize,
    int feedForwardSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int maximumPositions,
    double normEpsilon,
    RotaryEmbedding rotary,
    boolean queryKeyNorm,
    boolean queryKeyValueBias,
    boolean outputBias,
    boolean feedForwardBias,
    int slidingWindow,
    boolean tiedHead) {

  private static final Set<String> FAMILIES =
      new TreeSet<>(Set.of("llama", "mistral", "qwen2", "qwen3"));

  public DecoderConfig {
    if (heads % keyValueHeads != 0) {
      throw UserError.badInput(
          "config.json: num_attention_heads %d is not a multiple of num_key_value_heads %d"
              .formatted(heads, keyValueHeads));
    }
    if (headSize % 2 != 0) {
      throw UserError.badInput("config.json: head_dim %d is odd".formatted(headSize));
    }
  }

  /** Reads a {@code config.json}; what this decoder cannot compute is refused, never ignored. */
  public static DecoderConfig of(JsonNode config) {
    String family = config.path("model_type").asText("");
    if (!FAMILIES.contains(family)) {
      throw UserError.badInput(
          "config.json: model_type '%s' is not supported; known: %s"
              .formatted(family, String.join(", ", FAMILIES)));
    }
    String activation = config.path("hidden_act").asText("silu");
    if (!activation.equals("silu")) {
      throw UserError.badInput(
          "config.json: hidden_act '%s' is not supported; known: silu".formatted(activation));
    }
    int hidden = required(config, "hidden_size");
    int heads = required(config, "num_attention_heads");
    boolean attentionBias = config.path("attention_bias").asBoolean(false);
    return new DecoderConfig(
        family,
        required(config, "vocab_size"),
        hidden,
        required(config, "intermediate_size"),
        required(config, "num_hidden_layers"),
        heads,
        optional(config, "num_key_value_heads", heads),
        optional(config, "head_dim", hidden / heads),
        optional(config, "max_position_embeddings", 2048),
        config.path("rms_norm_eps").asDouble(1e-6),
        rotary(config),
        family.equals("qwen3"),
        family.equals("qwen2") || attentionBias,
        !family.equals("qwen2") && attentionBias,
        config.path("mlp_bias").asBoolean(false),
        slidingWindow(config, family),
        config.path("tie_word_embeddings").asBoolean(false));
  }

  /** Queries for each key/value head. */
  public int groups() {
    return heads / keyValueHeads;
  }

  /** Numbers in all parameters, the few that only align them counted. */
  public long parameterCount() {
    return new ParameterLayout(this).length();
  }

  /** The most that a LoRA rank can be for every projection of a layer. */
  public int smallestProjection() {
    return Math.min(Math.min(hiddenSize, feedForwardSize), keyValueHeads * headSize);
  }

  private static int required(JsonNode config, String key) {
    JsonNode value = config.path(key);
    if (!value.isIntegralNumber() || value.asLong() <= 0 || value.asLong() > Integer.MAX_VALUE) {
      throw UserError.badInput(
          "config.json: %s is %s but must be a positive whole number"
              .formatted(key, value.isMissingNode() ? "missing" : value));
    }
    return value.asInt();
  }

  private static int optional(JsonNode config, String key, int otherwise) {
    return config.path(key).isMissingNode() || config.path(key).isNull()
        ? otherwise
        : required(config, key);
  }

  /** Both spellings: {@code rope_theta} with {@code rope_scaling}, or {@code rope_parameters}. */
  private static RotaryEmbedding rotary(JsonNode config) {
    JsonNode scaling = config.path("rope_parameters");
    if (!scaling.isObject()) {
      scaling = config.path("rope_scaling");
    }
    double theta = scaling.path("rope_theta").asDouble(config.path("rope_theta").asDouble(10000));
    if (!scaling.isObject()) {
      return RotaryEmbedding.plain(theta);
    }
    String type = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
    double factor = scaling.path("factor").asDouble(1);
    return switch (type) {
      case "default" -> RotaryEmbedding.plain(theta);
      case "linear" -> RotaryEmbedding.linear(theta, factor);
      default ->
          new RotaryEmbedding(
              theta,
              type,
              factor,
              scaling.path("low_freq_factor").asDouble(1),
              scaling.path("high_freq_factor").asDouble(4),
              scaling
                  .path("original_max_position_embeddings")
                  .asInt(config.path("max_position_embeddings").asInt(2048)));
    };
  }

  private static int slidingWindow(JsonNode config, String family) {
    boolean used = family.equals("mistral") || config.path("use_sliding_window").asBoolean(false);
    int window = config.path("sliding_window").asInt(0);
    if (!used || window == 0) {
      return 0;
    }
    int firstSliding = family.equals("mistral") ? 0 : config.path("max_window_layers").asInt(0);
    if (firstSliding >= config.path("num_hidden_layers").asInt()) {
      return 0;
    }
    if (firstSliding > 0) {
      throw UserError.badInput(
          "config.json: a sliding window in some layers only (max_window_layers %d) is not"
                  .formatted(firstSliding)
              + " supported; set use_sliding_window to false if texts are shorter than the window");
    }
    return window;
  }
}
