package io.github.unlearn4j.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * A model in a Hugging Face folder: {@code config.json}, and {@code model.safetensors} or shards
 * with an index. Opening checks every header; tensors are views of the mapped files and live as
 * {@link SafetensorsFile} describes.
 */
public final class Checkpoint implements AutoCloseable {
  /**
   * Larger checkpoints are written in shards of at most this size, as {@code transformers} does.
   */
  public static final long SHARD_BYTES = 5_000_000_000L;

  static final String CONFIG = "config.json";
  static final String SINGLE = "model.safetensors";

  private final Path folder;
  private final JsonNode config;
  private final Map<String, SafetensorsFile> fileOfTensor;
  private final Collection<SafetensorsFile> files;

  private Checkpoint(
      Path folder,
      JsonNode config,
      Map<String, SafetensorsFile> fileOfTensor,
      Collection<SafetensorsFile> files) {
    this.folder = folder;
    this.config = config;
    this.fileOfTensor = fileOfTensor;
    this.files = files;
  }

  public static Checkpoint open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw UserError.badInput(
          "missing checkpoint folder: %s; unlearn pull or unlearn import makes one"
              .formatted(folder));
    }
    JsonNode config = Json.read(folder.resolve(CONFIG));
    if (!config.isObject()) {
      throw UserError.badInput(folder.resolve(CONFIG) + " does not hold a JSON object");
    }
    Path single = folder.resolve(SINGLE);
    Path index = folder.resolve(ShardIndex.NAME);
    if (Files.exists(single)) {
      return openSingle(folder, config, single);
    }
    if (Files.exists(index)) {
      return openShards(folder, config, index);
    }
    throw UserError.badInput(
        "%s holds neither %s nor %s; only safetensors checkpoints can be read"
            .formatted(folder, SINGLE, ShardIndex.NAME));
  }

  private static Checkpoint openSingle(Path folder, JsonNode config, Path single) {
    SafetensorsFile file = SafetensorsFile.open(single);
    Map<String, SafetensorsFile> fileOfTensor = new TreeMap<>();
    file.names().forEach(name -> fileOfTensor.put(name, file));
    return new Checkpoint(folder, config, fileOfTensor, Set.of(file));
  }

  private static Checkpoint openShards(Path folder, JsonNode config, Path index) {
    Map<String, SafetensorsFile> files = new TreeMap<>();
    Map<String, SafetensorsFile> fileOfTensor = new TreeMap<>();
    try {
      for (Map.Entry<String, String> entry : ShardIndex.read(index).entrySet()) {
        String shard = entry.getValue();
        SafetensorsFile file =
            files.computeIfAbsent(shard, name -> SafetensorsFile.open(folder.resolve(name)));
        if (!file.names().contains(entry.getKey())) {
          throw UserError.badInput(
              "%s places tensor %s in %s, which has no such tensor; fetch the folder again"
                  .formatted(index, entry.getKey(), shard));
        }
        fileOfTensor.put(entry.getKey(), file);
      }
    } catch (UserError problem) {
      files.values().forEach(SafetensorsFile::close);
      throw problem;
    }
    return new Checkpoint(folder, config, fileOfTensor, files.values());
  }

  /** The number format of a checkpoint's largest tensor. */
  public static SafetensorsType numberFormat(Path folder) {
    try (Checkpoint checkpoint = open(folder)) {
      return checkpoint.names().stream()
          .max(Comparator.comparingLong(name -> elements(checkpoint.shape(name))))
          .map(checkpoint::type)
          .orElseThrow(() -> UserError.badInput(folder + " holds no tensor"));
    }
  }

  private static long elements(long[] shape) {
    return LongStream.of(shape).reduce(1, (a, b) -> a * b);
  }

  /**
   * Writes a folder that {@code transformers} loads as it is, whole or not at all.
   *
   * @param config copied with {@code torch_dtype} set to what is written; where it says {@code
   *     tie_word_embeddings}, the head is not stored beside the embedding
   * @param companionFolder tokenizer, chat template, generation settings and licence come from here
   */
  public static void write(
      Path folder, JsonNode config, Map<String, Tensor> tensors, Path companionFolder) {
    writePending(
        folder,
        config,
        tensors.entrySet().stream()
            .map(entry -> PendingTensor.of(entry.getKey(), entry.getValue()))
            .toList(),
        companionFolder);
  }

  /** The same for tensors that are made, or converted, one by one. */
  public static void writePending(
      Path folder, JsonNode config, Collection<PendingTensor> tensors, Path companionFolder) {
    new CheckpointWriter(SHARD_BYTES)
        .write(folder, config, tensors, to -> CompanionFiles.copy(companionFolder, to));
  }

  public Path folder() {
    return folder;
  }

  public JsonNode config() {
    return config;
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(fileOfTensor.keySet());
  }

  public boolean has(String name) {
    return fileOfTensor.containsKey(name);
  }

  public SafetensorsType type(String name) {
    return file(name).type(name);
  }

  public long[] shape(String name) {
    return file(name).shape(name);
  }

  /** A view in the file's own format, owned by the caller's innermost {@code PointerScope}. */
  public Tensor tensor(String name) {
    return file(name).tensor(name);
  }

  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }

  private SafetensorsFile file(String name) {
    SafetensorsFile file = fileOfTensor.get(name);
    if (file == null) {
      throw UserError.badInput(
          "%s has no tensor %s among its %d, though its config.json (model_type %s) asks for it"
              .formatted(folder, name, fileOfTensor.size(), config.path("model_type").asText()));
    }
    return file;
  }
}
