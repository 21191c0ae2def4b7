package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.base.UserError;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The architectures of llama.cpp that can be imported, and how {@code transformers} calls them. */
enum GgufArchitecture {
  /** Llama 1 to 3, SmolLM2 and Mistral. */
  LLAMA("llama", "LlamaForCausalLM", true),
  QWEN2("qwen2", "Qwen2ForCausalLM", false),
  QWEN3("qwen3", "Qwen3ForCausalLM", false);

  private final String label;
  private final String modelClass;
  private final boolean interleavedRotary;

  GgufArchitecture(String label, String modelClass, boolean interleavedRotary) {
    this.label = label;
    this.modelClass = modelClass;
    this.interleavedRotary = interleavedRotary;
  }

  static GgufArchitecture of(GgufFile file) {
    String label = file.metadata().requiredText("general.architecture");
    return Arrays.stream(values())
        .filter(architecture -> architecture.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.badInput(
                    "%s holds a model of architecture %s; this importer knows %s"
                        .formatted(
                            file.path(),
                            label,
                            Arrays.stream(values())
                                .map(architecture -> architecture.label)
                                .collect(Collectors.joining(", ")))));
  }

  /** The metadata key of this architecture: "llama." and {@code name}. */
  String key(String name) {
    return label + "." + name;
  }

  /** {@code model_type} in config.json. */
  String modelType() {
    return label;
  }

  /** The entry of {@code architectures} in config.json. */
  String modelClass() {
    return modelClass;
  }

  /**
   * Whether llama.cpp stores the rows of Q and K so that a rotated pair lies side by side, while
   * {@code transformers} keeps its two halves apart.
   */
  boolean interleavedRotary() {
    return interleavedRotary;
  }
}
