package io.github.unlearn4j.model;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.weights.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A LoRA adapter in the folder that {@code peft} writes and loads: {@code adapter_config.json} and
 * {@code adapter_model.safetensors}.
 */
public final class AdapterFolder {
  static final String CONFIG = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";

  private AdapterFolder() {}

  /** Whether a folder holds an adapter and no model of its own. */
  public static boolean isAdapter(Path folder) {
    return Files.isRegularFile(folder.resolve(CONFIG))
        && !Files.exists(folder.resolve("model.safetensors"))
        && !Files.exists(folder.resolve("model.safetensors.index.json"));
  }

  /** The checkpoint folder itself, or that of an adapter's base. */
  public static Path checkpoint(Path folder) {
    return isAdapter(folder) ? base(folder) : folder;
  }

  /** The checkpoint that an adapter was made for; must be a folder on this machine. */
  public static Path base(Path folder) {
    String name = baseName(folder);
    for (Path place : List.of(Path.of(name), folder.resolve(name))) {
      if (!name.isEmpty() && Files.isDirectory(place)) {
        return place;
      }
    }
    throw UserError.badInput(
        "%s: base_model_name_or_path is '%s', which is no folder here; fetch that model and name its"
                .formatted(folder.resolve(CONFIG), name)
            + " folder there, or give it with --model");
  }

  /** What the adapter calls its base: a folder, or a name on the hub. */
  public static String baseName(Path folder) {
    return Json.read(folder.resolve(CONFIG)).path("base_model_name_or_path").asText("");
  }

  /** Whether the base has another name than this checkpoint; folders before the name may differ. */
  public static boolean namesAnotherBase(Path folder, Path checkpoint) {
    Path named = Path.of(baseName(folder)).getFileName();
    Path wanted = checkpoint.toAbsolutePath().normalize().getFileName();
    return named != null && wanted != null && !named.equals(wanted);
  }

  /** Writes an adapter, whole or not at all; {@code base} is the checkpoint it was trained on. */
  public static void write(Path folder, LoraAdapter adapter, DecoderConfig config, Path base) {
    AtomicFiles.writeFolder(
        folder,
        partial -> {
          try (PointerScope scope = new PointerScope()) {
            SafetensorsFile.write(
                partial.resolve(WEIGHTS), adapter.tensors(), Map.of("format", "pt"));
          }
          Json.write(partial.resolve(CONFIG), configuration(adapter, config, base));
        });
  }

  /** Reads an adapter to compute with beside a base of this shape. */
  static LoraAdapter read(Path folder, DecoderConfig config, ComputeType type) {
    PeftConfig settings = PeftConfig.read(folder.resolve(CONFIG));
    Path file = folder.resolve(WEIGHTS);
    if (!Files.exists(file) && Files.exists(folder.resolve("adapter_model.bin"))) {
      throw UserError.badInput(
          "%s holds its adapter as a pickle (adapter_model.bin), which is never read; save it again"
                  .formatted(folder)
              + " with safe_serialization=True");
    }
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      Set<String> paths = paths(weights, config);
      check(weights, paths, config, settings.rank());
      LoraLayout layout = new LoraLayout(config, settings.rank(), paths);
      LoraAdapter adapter = new LoraAdapter(layout, settings.scaling(), type, false);
      try (PointerScope scope = new PointerScope()) {
        for (Map.Entry<String, Tensor> place : adapter.tensors().entrySet()) {
          place.getValue().copy_(weights.tensor(place.getKey()));
        }
      }
      adapter.publish();
      return adapter;
    }
  }

  /** The adapted projections; a tensor that is no part of a pair is refused, never ignored. */
  private static Set<String> paths(SafetensorsFile weights, DecoderConfig config) {
    Set<String> known = LoraLayout.shapes(config).keySet();
    Set<String> paths = new TreeSet<>();
    for (String name : weights.names()) {
      boolean pair =
          name.startsWith(LoraAdapter.PREFIX)
              && (name.endsWith(LoraAdapter.DOWN) || name.endsWith(LoraAdapter.UP));
      String path =
          pair
              ? name.substring(
                  LoraAdapter.PREFIX.length(), name.length() - LoraAdapter.DOWN.length())
              : name;
      if (!known.contains(path)) {
        throw UserError.badInput(
            "%s: tensor %s belongs to no projection of this base; adapted can be %s in layers 0 to"
                    .formatted(weights.file(), name, String.join(", ", LoraSettings.MODULES))
                + " %d".formatted(config.layers() - 1));
      }
      paths.add(path);
    }
    if (paths.isEmpty()) {
      throw UserError.badInput(
          "%s holds no tensor; train or fetch the adapter again".formatted(weights.file()));
    }
    return paths;
  }

  private static void check(
      SafetensorsFile weights, Set<String> paths, DecoderConfig config, long rank) {
    Map<String, long[]> shapes = LoraLayout.shapes(config);
    for (String path : paths) {
      long[] shape = shapes.get(path);
      check(weights, LoraAdapter.PREFIX + path + LoraAdapter.DOWN, rank, shape[1]);
      check(weights, LoraAdapter.PREFIX + path + LoraAdapter.UP, shape[0], rank);
    }
  }

  private static void check(SafetensorsFile weights, String name, long... wanted) {
    if (!Arrays.equals(weights.shape(name), wanted)) {
      throw UserError.badInput(
          "%s: tensor %s has shape %s but this base and rank ask for %s; the adapter was made for"
                  .formatted(
                      weights.file(),
                      name,
                      Arrays.toString(weights.shape(name)),
                      Arrays.toString(wanted))
              + " another base");
    }
  }

  private static Map<String, Object> configuration(
      LoraAdapter adapter, DecoderConfig config, Path base) {
    double alpha = adapter.scaling() * adapter.rank();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("peft_type", "LORA");
    json.put("task_type", "CAUSAL_LM");
    json.put("base_model_name_or_path", base.toString());
    json.put("r", adapter.rank());
    json.put("lora_alpha", alpha == Math.rint(alpha) ? (Object) (long) alpha : (Object) alpha);
    json.put("lora_dropout", 0.0);
    json.put("target_modules", targets(adapter.paths(), config));
    json.put("bias", "none");
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.put("init_lora_weights", true);
    json.put("modules_to_save", null);
    json.put("use_rslora", false);
    json.put("use_dora", false);
    return json;
  }

  /** Module names if every layer has these pairs, whole paths if only some have. */
  private static Collection<String> targets(List<String> paths, DecoderConfig config) {
    Set<String> modules = new TreeSet<>();
    paths.forEach(path -> modules.add(LoraLayout.module(path)));
    return paths.size() == (long) modules.size() * config.layers() ? modules : paths;
  }
}
