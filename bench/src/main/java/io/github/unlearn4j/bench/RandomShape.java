package io.github.unlearn4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Llama shapes with random weights in bf16, for timings at sizes that no checkpoint is at hand. */
enum RandomShape implements Named {
  /** SmolLM2's of 360 million parameters. */
  SHAPE_360M(960, 2560, 32, 15, 5, 64),
  /** Llama 3.2's of a billion. */
  SHAPE_1B(2048, 8192, 16, 32, 8, 64),
  /** Llama 2's of seven billion. */
  SHAPE_7B(4096, 11008, 32, 32, 32, 128);

  private final int hidden;
  private final int feedForward;
  private final int layers;
  private final int heads;
  private final int keyValueHeads;
  private final int headSize;

  RandomShape(int hidden, int feedForward, int layers, int heads, int keyValueHeads, int headSize) {
    this.hidden = hidden;
    this.feedForward = feedForward;
    this.layers = layers;
    this.heads = heads;
    this.keyValueHeads = keyValueHeads;
    this.headSize = headSize;
  }

  @Override
  public String label() {
    return name().substring("SHAPE_".length()).toLowerCase(Locale.ROOT);
  }

  static RandomShape named(String label) {
    return Named.find("shape", label, values());
  }

  /**
   * The checkpoint's folder under {@code bench/models}; written first if it is not there.
   *
   * @param like a Llama checkpoint, whose vocabulary and other settings are kept
   */
  Path checkpoint(Path root, Path like) {
    Path folder = root.resolve("bench/models/random-" + label());
    if (!Files.exists(folder)) {
      System.err.printf("writing random weights to %s, once...%n", root.relativize(folder));
      JsonNode config = config(Json.read(like.resolve("config.json")));
      try (Decoder decoder = Decoder.create(config, like, ComputeType.BFLOAT16, 1)) {
        decoder.saveForInference(folder);
      }
    }
    return folder;
  }

  JsonNode config(JsonNode like) {
    ObjectNode config = like.deepCopy();
    return config
        .put("hidden_size", hidden)
        .put("intermediate_size", feedForward)
        .put("num_hidden_layers", layers)
        .put("num_attention_heads", heads)
        .put("num_key_value_heads", keyValueHeads)
        .put("head_dim", headSize);
  }
}
