package io.github.unlearn4j.weights.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the tokenizer's files of a checkpoint folder. */
final class GgufTokenizer {
  /** What {@code transformers} calls a token, and what GGUF calls its id. */
  private static final Map<String, String> NAMED = new LinkedHashMap<>();

  static {
    NAMED.put("bos_token", "bos_token_id");
    NAMED.put("eos_token", "eos_token_id");
    NAMED.put("unk_token", "unknown_token_id");
    NAMED.put("pad_token", "padding_token_id");
  }

  private final GgufVocabulary vocabulary;
  private final TokenizerJson tokenizer;
  private final int positions;

  GgufTokenizer(GgufFile file, GgufShape shape) {
    this.vocabulary = new GgufVocabulary(file, shape.vocabulary());
    this.tokenizer = new TokenizerJson(file.path(), vocabulary);
    this.positions = shape.positions();
  }

  void write(Path folder, Progress progress) {
    if (tokenizer.guessesCutting()) {
      progress.say("The file does not say how its tokenizer cuts text; GPT-2's way is taken.");
    }
    AtomicFiles.write(folder.resolve("tokenizer.json"), tokenizer.build().toString() + "\n");
    Json.write(folder.resolve("tokenizer_config.json"), config());
    Json.write(folder.resolve("special_tokens_map.json"), named());
  }

  private ObjectNode config() {
    ObjectNode config = named();
    config.put("add_bos_token", tokenizer.addsBeginning());
    config.put("add_eos_token", tokenizer.addsEnd());
    config.put("clean_up_tokenization_spaces", false);
    config.put("model_max_length", positions);
    // The class that takes tokenizer.json as it is, whatever the model.
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    vocabulary.chatTemplate().ifPresent(template -> config.put("chat_template", template));
    return config;
  }

  private ObjectNode named() {
    ObjectNode json = Json.json().createObjectNode();
    NAMED.forEach(
        (name, key) ->
            vocabulary.special(key).ifPresent(id -> json.put(name, vocabulary.token(id))));
    return json;
  }
}
