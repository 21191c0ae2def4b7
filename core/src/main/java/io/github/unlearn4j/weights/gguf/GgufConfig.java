package io.github.unlearn4j.weights.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import java.util.OptionalLong;

/** Builds {@code config.json} and {@code generation_config.json} from the metadata. */
final class GgufConfig {
  private static final double DEFAULT_ROTARY_BASE = 10_000;

  private final GgufFile file;
  private final GgufArchitecture architecture;
  private final GgufShape shape;

  GgufConfig(GgufFile file, GgufArchitecture architecture, GgufShape shape) {
    this.file = file;
    this.architecture = architecture;
    this.shape = shape;
  }

  ObjectNode model(boolean tiedHead) {
    ObjectNode config = Json.json().createObjectNode();
    config.putArray("architectures").add(architecture.modelClass());
    config.put("model_type", architecture.modelType());
    config.put("vocab_size", shape.vocabulary());
    config.put("hidden_size", shape.hidden());
    config.put("intermediate_size", shape.intermediate());
    config.put("num_hidden_layers", shape.layers());
    config.put("num_attention_heads", shape.heads());
    config.put("num_key_value_heads", shape.keyValueHeads());
    if (architecture != GgufArchitecture.QWEN2
        || shape.headSize() * shape.heads() != shape.hidden()) {
      config.put("head_dim", shape.headSize());
    }
    config.put("hidden_act", "silu");
    config.put("max_position_embeddings", shape.positions());
    putNumbers(config);
    putVariant(config);
    config.put("attention_dropout", 0.0);
    config.put("tie_word_embeddings", tiedHead);
    putTokens(config);
    return config;
  }

  /** The ids that begin, end and pad a text, and every id that ends a generation. */
  ObjectNode generation() {
    ObjectNode config = Json.json().createObjectNode();
    putTokens(config);
    OptionalLong endOfText = token("eos_token_id");
    OptionalLong endOfTurn = token("eot_token_id");
    if (endOfText.isPresent()
        && endOfTurn.isPresent()
        && endOfText.getAsLong() != endOfTurn.getAsLong()) {
      config.putArray("eos_token_id").add(endOfText.getAsLong()).add(endOfTurn.getAsLong());
    }
    return config;
  }

  private void putNumbers(ObjectNode config) {
    GgufMetadata metadata = file.metadata();
    String epsilon = architecture.key("attention.layer_norm_rms_epsilon");
    config.put(
        "rms_norm_eps", metadata.decimal(epsilon).orElseThrow(() -> metadata.missing(epsilon)));
    double base = metadata.decimal(architecture.key("rope.freq_base")).orElse(DEFAULT_ROTARY_BASE);
    config.put("rope_theta", base);
    config.set(
        "rope_scaling",
        RopeScaling.of(file, architecture, shape, base)
            .map(JsonNode.class::cast)
            .orElse(config.nullNode()));
  }

  private void putVariant(ObjectNode config) {
    switch (architecture) {
      case LLAMA -> config.put("attention_bias", false).put("mlp_bias", false);
      case QWEN2 -> config.put("use_sliding_window", false);
      case QWEN3 -> config.put("attention_bias", false).put("use_sliding_window", false);
    }
  }

  private void putTokens(ObjectNode config) {
    token("bos_token_id").ifPresent(id -> config.put("bos_token_id", id));
    token("eos_token_id").ifPresent(id -> config.put("eos_token_id", id));
    token("padding_token_id").ifPresent(id -> config.put("pad_token_id", id));
  }

  private OptionalLong token(String name) {
    OptionalLong id = file.metadata().integer("tokenizer.ggml." + name);
    return id.isPresent() && id.getAsLong() >= 0 && id.getAsLong() < shape.vocabulary()
        ? id
        : OptionalLong.empty();
  }
}
