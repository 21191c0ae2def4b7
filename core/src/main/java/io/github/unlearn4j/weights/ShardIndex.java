package io.github.unlearn4j.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** {@code model.safetensors.index.json}: which tensor lies in which shard of a checkpoint. */
final class ShardIndex {
  static final String NAME = "model.safetensors.index.json";

  private ShardIndex() {}

  /** Tensor name → name of a file in the same folder. */
  static Map<String, String> read(Path file) {
    JsonNode places = Json.read(file).path("weight_map");
    if (!places.isObject() || places.isEmpty()) {
      throw UserError.badInput(
          "%s has no weight_map, so the shards cannot be found; fetch it again".formatted(file));
    }
    Map<String, String> shards = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : places.properties()) {
      String shard = entry.getValue().asText();
      if (!entry.getValue().isTextual() || !shard.matches("[^/\\\\]+\\.safetensors")) {
        throw UserError.badInput(
            "%s places tensor %s in %s, which is not a safetensors file of this folder"
                .formatted(file, entry.getKey(), entry.getValue()));
      }
      shards.put(entry.getKey(), shard);
    }
    return shards;
  }

  static void write(Path file, Map<String, String> shards, long totalBytes) {
    ObjectNode json = Json.json().createObjectNode();
    json.putObject("metadata").put("total_size", totalBytes);
    ObjectNode places = json.putObject("weight_map");
    new TreeMap<>(shards).forEach(places::put);
    Json.write(file, json);
  }
}
