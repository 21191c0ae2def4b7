package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.base.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** The tokens of a GGUF file: {@code tokenizer.ggml.*}. */
final class GgufVocabulary {
  private static final String PREFIX = "tokenizer.ggml.";

  /** What a token is for; the ordinals are those of {@code llama_token_type}. */
  enum Kind {
    UNDEFINED,
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE
  }

  private final GgufMetadata metadata;
  private final List<String> tokens;
  private final Kind[] kinds;

  GgufVocabulary(GgufFile file, int embeddingRows) {
    this.metadata = file.metadata();
    this.tokens =
        metadata.texts(PREFIX + "tokens").orElseThrow(() -> metadata.missing(PREFIX + "tokens"));
    if (tokens.isEmpty() || tokens.size() > embeddingRows) {
      throw UserError.badInput(
          "%s has %d tokens for an embedding of %d rows; convert it again"
              .formatted(file.path(), tokens.size(), embeddingRows));
    }
    this.kinds = kinds(file, tokens.size());
    checkLength(file, metadata.decimals(PREFIX + "scores").map(scores -> scores.length), "scores");
  }

  private Kind[] kinds(GgufFile file, int count) {
    Kind[] kinds = new Kind[count];
    Arrays.fill(kinds, Kind.NORMAL);
    long[] numbers = metadata.integers(PREFIX + "token_type").orElse(null);
    if (numbers != null) {
      checkLength(file, Optional.of(numbers.length), "token_type");
      for (int id = 0; id < count; id++) {
        boolean known = numbers[id] >= 0 && numbers[id] < Kind.values().length;
        kinds[id] = known ? Kind.values()[(int) numbers[id]] : Kind.UNDEFINED;
      }
    }
    return kinds;
  }

  private void checkLength(GgufFile file, Optional<Integer> length, String name) {
    if (length.isPresent() && length.get() != tokens.size()) {
      throw UserError.badInput(
          "%s has %d tokens but %d entries under %s; fetch it again"
              .formatted(file.path(), tokens.size(), length.get(), PREFIX + name));
    }
  }

  int size() {
    return tokens.size();
  }

  String token(int id) {
    return tokens.get(id);
  }

  Kind kind(int id) {
    return kinds[id];
  }

  Optional<double[]> scores() {
    return metadata.decimals(PREFIX + "scores");
  }

  Optional<List<String>> merges() {
    return metadata.texts(PREFIX + "merges");
  }

  /** "gpt2" for byte-level BPE, "llama" for SentencePiece's BPE. */
  String model() {
    return metadata.requiredText(PREFIX + "model");
  }

  Optional<String> preTokenizer() {
    return metadata.text(PREFIX + "pre");
  }

  Optional<Boolean> flag(String name) {
    return metadata.flag(PREFIX + name);
  }

  Optional<String> chatTemplate() {
    return metadata.text("tokenizer.chat_template");
  }

  /** The id under {@code name}, such as {@code bos_token_id}; empty when it names no token. */
  OptionalInt special(String name) {
    long id = metadata.integer(PREFIX + name).orElse(-1);
    return id >= 0 && id < tokens.size() ? OptionalInt.of((int) id) : OptionalInt.empty();
  }

  /** Ids that stand for something else than text, and are found whole before any cutting. */
  Set<Integer> specialIds() {
    Set<Integer> ids = new TreeSet<>();
    for (int id = 0; id < kinds.length; id++) {
      if (kinds[id] == Kind.CONTROL || kinds[id] == Kind.UNKNOWN) {
        ids.add(id);
      }
    }
    for (String name :
        List.of("bos_token_id", "eos_token_id", "unknown_token_id", "padding_token_id")) {
      special(name).ifPresent(ids::add);
    }
    return ids;
  }
}
