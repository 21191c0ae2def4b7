package io.github.unlearn4j.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;

/** Writes a checkpoint folder in the layout of {@code transformers}' {@code save_pretrained}. */
final class CheckpointWriter {
  private static final Map<String, String> METADATA = Map.of("format", "pt");
  private static final String HEAD = "lm_head.weight";
  private static final String EMBEDDING = "model.embed_tokens.weight";

  private final long shardBytes;

  CheckpointWriter(long shardBytes) {
    this.shardBytes = shardBytes;
  }

  void write(
      Path folder,
      JsonNode config,
      Collection<PendingTensor> tensors,
      AtomicFiles.Writer<Path> companions) {
    List<PendingTensor> stored = withoutTiedHead(config, tensors);
    AtomicFiles.writeFolder(
        folder,
        partial -> {
          companions.write(partial);
          Json.write(partial.resolve(Checkpoint.CONFIG), withType(config, stored));
          writeWeights(partial, stored);
        });
  }

  private void writeWeights(Path folder, List<PendingTensor> tensors) {
    List<List<PendingTensor>> shards = split(tensors);
    if (shards.size() == 1) {
      SafetensorsFile.writePending(folder.resolve(Checkpoint.SINGLE), tensors, METADATA);
      return;
    }
    Map<String, String> shardOfTensor = new TreeMap<>();
    long totalBytes = 0;
    for (int shard = 0; shard < shards.size(); shard++) {
      String name = "model-%05d-of-%05d.safetensors".formatted(shard + 1, shards.size());
      SafetensorsFile.writePending(folder.resolve(name), shards.get(shard), METADATA);
      for (PendingTensor tensor : shards.get(shard)) {
        shardOfTensor.put(tensor.name(), name);
        totalBytes += tensor.bytes();
      }
    }
    ShardIndex.write(folder.resolve(ShardIndex.NAME), shardOfTensor, totalBytes);
  }

  /** Fills shards in the order of names; a tensor larger than a shard has one to itself. */
  private List<List<PendingTensor>> split(List<PendingTensor> tensors) {
    List<List<PendingTensor>> shards = new ArrayList<>();
    shards.add(new ArrayList<>());
    long filled = 0;
    for (PendingTensor tensor : tensors) {
      if (filled > 0 && filled + tensor.bytes() > shardBytes) {
        shards.add(new ArrayList<>());
        filled = 0;
      }
      shards.getLast().add(tensor);
      filled += tensor.bytes();
    }
    return shards;
  }

  private static List<PendingTensor> withoutTiedHead(
      JsonNode config, Collection<PendingTensor> tensors) {
    Map<String, PendingTensor> byName = new TreeMap<>();
    for (PendingTensor tensor : tensors) {
      byName.put(tensor.name(), tensor);
    }
    PendingTensor head = byName.get(HEAD);
    PendingTensor embedding = byName.get(EMBEDDING);
    if (config.path("tie_word_embeddings").asBoolean() && head != null && embedding != null) {
      checkEqual(head, embedding);
      byName.remove(HEAD);
    }
    return List.copyOf(byName.values());
  }

  private static void checkEqual(PendingTensor head, PendingTensor embedding) {
    try (var _ = new PointerScope()) {
      if (!head.data().get().equal(embedding.data().get())) {
        throw new IllegalArgumentException(
            "config.json ties %s to %s but they differ".formatted(HEAD, EMBEDDING));
      }
    }
  }

  /** The config with the format of most of the numbers, under the keys it already uses. */
  private static JsonNode withType(JsonNode config, List<PendingTensor> tensors) {
    Map<SafetensorsType, Long> bytes = new EnumMap<>(SafetensorsType.class);
    for (PendingTensor tensor : tensors) {
      if (tensor.type().isFloating()) {
        bytes.merge(tensor.type(), tensor.bytes(), Long::sum);
      }
    }
    ObjectNode copy = config.deepCopy();
    bytes.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(entry -> entry.getKey().configName())
        .ifPresent(
            name -> {
              if (copy.has("dtype")) {
                copy.put("dtype", name);
              }
              if (copy.has("torch_dtype") || !copy.has("dtype")) {
                copy.put("torch_dtype", name);
              }
            });
    return copy;
  }
}
