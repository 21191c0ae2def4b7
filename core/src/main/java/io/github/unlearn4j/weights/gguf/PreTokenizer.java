package io.github.unlearn4j.weights.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * How byte-level tokenizers cut text into the pieces within which tokens are merged. GGUF names the
 * way under {@code tokenizer.ggml.pre}; names of the same way are listed together, as in
 * llama-vocab.cpp.
 */
enum PreTokenizer {
  GPT2(null, false, "default", "gpt-2", "gpt2", "mpt", "olmo", "jais", "phi-2", "trillion"),
  /** GPT-2's, after every digit has been set apart. */
  SMOLLM(
      null,
      false,
      "smollm",
      "starcoder",
      "refact",
      "command-r",
      "codeshell",
      "exaone",
      "minerva-7b"),
  LLAMA3(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      true,
      "llama-bpe",
      "llama3",
      "llama-v3",
      "falcon3",
      "falcon-h1",
      "pixtral",
      "midm-2.0"),
  /** The same pattern for vocabularies whose words must be reachable by merges. */
  LLAMA3_MERGED(LLAMA3.pattern, false, "dbrx", "smaug-bpe"),
  QWEN2(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      false,
      "qwen2",
      "deepseek-r1-qwen",
      "megrez",
      "hunyuan",
      "stablelm2"),
  /** Mistral's "Tekken". */
  TEKKEN(
      "[^\\r"
          + "\\n"
          + "\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r"
          + "\\n"
          + "\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}|"
          + " ?[^\\s\\p{L}\\p{N}]+[\\r"
          + "\\n"
          + "/]*|\\s*[\\r"
          + "\\n"
          + "]+|\\s+(?!\\S)|\\s+",
      true,
      "tekken");

  private final String pattern;
  private final boolean ignoresMerges;
  private final Set<String> labels;

  PreTokenizer(String pattern, boolean ignoresMerges, String... labels) {
    this.pattern = pattern;
    this.ignoresMerges = ignoresMerges;
    this.labels = Set.of(labels);
  }

  static Optional<PreTokenizer> ofLabel(String label) {
    return Arrays.stream(values()).filter(way -> way.labels.contains(label)).findFirst();
  }

  /** Whether a piece that is itself a token is taken whole, even where merges do not lead to it. */
  boolean ignoresMerges() {
    return ignoresMerges;
  }

  /** Whether a beginning-of-text token is meant when the file does not say. */
  boolean addsBeginning() {
    return ignoresMerges;
  }

  /** The {@code pre_tokenizer} object of tokenizer.json. */
  ObjectNode json() {
    return switch (this) {
      case GPT2 -> byteLevel(true);
      case SMOLLM -> {
        ObjectNode digits = Json.json().createObjectNode();
        digits.put("type", "Digits").put("individual_digits", true);
        yield sequence(digits, byteLevel(true));
      }
      case LLAMA3, LLAMA3_MERGED, QWEN2, TEKKEN -> {
        ObjectNode split = Json.json().createObjectNode();
        split.put("type", "Split");
        split.putObject("pattern").put("Regex", pattern);
        split.put("behavior", "Isolated").put("invert", false);
        yield sequence(split, byteLevel(false));
      }
    };
  }

  /** Bytes written as printable letters; with {@code cut}, GPT-2's pattern is applied before. */
  private static ObjectNode byteLevel(boolean cut) {
    ObjectNode json = Json.json().createObjectNode();
    json.put("type", "ByteLevel").put("add_prefix_space", false);
    return json.put("trim_offsets", true).put("use_regex", cut);
  }

  private static ObjectNode sequence(ObjectNode... steps) {
    ObjectNode json = Json.json().createObjectNode();
    json.put("type", "Sequence");
    ArrayNode list = json.putArray("pretokenizers");
    Arrays.stream(steps).forEach(list::add);
    return json;
  }
}
