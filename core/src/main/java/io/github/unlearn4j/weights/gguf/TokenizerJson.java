package io.github.unlearn4j.weights.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Builds {@code tokenizer.json}, the format of Hugging Face's {@code tokenizers}. */
final class TokenizerJson {
  private static final String SPACE_MARK = "\u2581";

  private final Path file;
  private final GgufVocabulary vocabulary;

  TokenizerJson(Path file, GgufVocabulary vocabulary) {
    this.file = file;
    this.vocabulary = vocabulary;
  }

  ObjectNode build() {
    ObjectNode json = Json.json().createObjectNode();
    json.put("version", "1.0").putNull("truncation").putNull("padding");
    json.set("added_tokens", addedTokens());
    switch (vocabulary.model()) {
      case "gpt2" -> putByteLevel(json);
      case "llama" -> putSentencePiece(json);
      default ->
          throw UserError.badInput(
              "%s has a tokenizer of kind %s; this importer knows gpt2 (byte-level BPE) and llama (SentencePiece BPE)"
                  .formatted(file, vocabulary.model()));
    }
    return json;
  }

  /** Whether the tokenizer puts the beginning-of-text token before a text. */
  boolean addsBeginning() {
    boolean meant =
        vocabulary.model().equals("llama")
            || vocabulary.preTokenizer().isPresent() && preTokenizer().addsBeginning();
    return vocabulary.flag("add_bos_token").orElse(meant);
  }

  /** Whether the file leaves open how text is cut, so that GPT-2's way is a guess. */
  boolean guessesCutting() {
    return vocabulary.model().equals("gpt2") && vocabulary.preTokenizer().isEmpty();
  }

  boolean addsEnd() {
    return vocabulary.flag("add_eos_token").orElse(false);
  }

  private void putByteLevel(ObjectNode json) {
    PreTokenizer way = preTokenizer();
    if (vocabulary.preTokenizer().filter("qwen2"::equals).isPresent()) {
      json.putObject("normalizer").put("type", "NFC");
    } else {
      json.putNull("normalizer");
    }
    json.set("pre_tokenizer", way.json());
    json.set("post_processor", TokenizerTemplate.of(vocabulary, addsBeginning(), addsEnd()));
    ObjectNode decoder = json.putObject("decoder").put("type", "ByteLevel");
    decoder.put("add_prefix_space", true).put("trim_offsets", true).put("use_regex", true);
    ObjectNode model = model(json, false, null);
    model.put("ignore_merges", way.ignoresMerges());
    putTokens(model);
    List<String> lines =
        vocabulary
            .merges()
            .orElseThrow(
                () ->
                    UserError.badInput(
                        "%s has no tokenizer.ggml.merges; convert it again".formatted(file)));
    ArrayNode merges = model.putArray("merges");
    lines.forEach(line -> putMerge(merges, line, model.path("vocab")));
  }

  private void putMerge(ArrayNode merges, String line, JsonNode tokens) {
    // A part may begin with a space but not hold one elsewhere.
    int cut = line.indexOf(' ', 1);
    String left = cut < 0 ? line : line.substring(0, cut);
    String right = line.substring(cut + 1);
    if (cut < 0 || !tokens.has(left) || !tokens.has(right) || !tokens.has(left + right)) {
      throw UserError.badInput(
          "%s has the merge \"%s\", which does not make a token of two tokens; fetch it again"
              .formatted(file, line));
    }
    merges.addArray().add(left).add(right);
  }

  private PreTokenizer preTokenizer() {
    String label = vocabulary.preTokenizer().orElse("default");
    return PreTokenizer.ofLabel(label)
        .orElseThrow(
            () ->
                UserError.badInput(
                    "%s cuts text by the rules of %s (tokenizer.ggml.pre), which are not known here; its tokens would come out wrong"
                        .formatted(file, label)));
  }

  /**
   * Spaces become {@code ▁} and one is put before a text, which is Llama 2's own tokenizer.json and
   * what SentencePiece and llama.cpp do.
   */
  private void putSentencePiece(ObjectNode json) {
    boolean prefix = vocabulary.flag("add_space_prefix").orElse(true);
    ArrayNode normalizers =
        json.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    if (prefix) {
      normalizers.addObject().put("type", "Prepend").put("prepend", SPACE_MARK);
    }
    ObjectNode spaces = normalizers.addObject().put("type", "Replace");
    spaces.putObject("pattern").put("String", " ");
    spaces.put("content", SPACE_MARK);
    json.putNull("pre_tokenizer");
    json.set("post_processor", TokenizerTemplate.of(vocabulary, addsBeginning(), addsEnd()));
    json.set("decoder", sentencePieceDecoder(prefix));
    int unknown = vocabulary.special("unknown_token_id").orElse(0);
    ObjectNode model = model(json, true, vocabulary.token(unknown));
    model.put("ignore_merges", false);
    putTokens(model);
    double[] scores =
        vocabulary
            .scores()
            .orElseThrow(
                () ->
                    UserError.badInput(
                        "%s has no tokenizer.ggml.scores; convert it again".formatted(file)));
    ArrayNode merges = model.putArray("merges");
    for (SentencePieceMerges.Merge merge : SentencePieceMerges.of(vocabulary, scores)) {
      merges.addArray().add(merge.left()).add(merge.right());
    }
  }

  private static ObjectNode sentencePieceDecoder(boolean prefix) {
    ObjectNode decoder = Json.json().createObjectNode().put("type", "Sequence");
    ArrayNode steps = decoder.putArray("decoders");
    ObjectNode spaces = steps.addObject().put("type", "Replace");
    spaces.putObject("pattern").put("String", SPACE_MARK);
    spaces.put("content", " ");
    steps.addObject().put("type", "ByteFallback");
    steps.addObject().put("type", "Fuse");
    if (prefix) {
      ObjectNode strip = steps.addObject().put("type", "Strip").put("content", " ");
      strip.put("start", 1).put("stop", 0);
    }
    return decoder;
  }

  private static ObjectNode model(ObjectNode json, boolean byteFallback, String unknown) {
    ObjectNode model = json.putObject("model").put("type", "BPE");
    model.putNull("dropout").put("unk_token", unknown);
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    return model.put("fuse_unk", byteFallback).put("byte_fallback", byteFallback);
  }

  private void putTokens(ObjectNode model) {
    ObjectNode ids = model.putObject("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.token(id), id);
    }
  }

  /** Tokens that are found in a text before anything else is done with it. */
  private ArrayNode addedTokens() {
    Set<Integer> special = vocabulary.specialIds();
    TreeMap<Integer, Boolean> added = new TreeMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (special.contains(id) || vocabulary.kind(id) == GgufVocabulary.Kind.USER_DEFINED) {
        added.put(id, special.contains(id));
      }
    }
    ArrayNode json = Json.json().createArrayNode();
    added.forEach(
        (id, isSpecial) -> {
          ObjectNode token = json.addObject().put("id", id);
          token.put("content", vocabulary.token(id)).put("single_word", false);
          token.put("lstrip", false).put("rstrip", false);
          token.put("normalized", false).put("special", isSpecial);
        });
    return json;
  }
}
