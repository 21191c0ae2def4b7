package io.github.unlearn4j.weights.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import java.util.ArrayList;
import java.util.List;

/** The {@code post_processor} of tokenizer.json: which special tokens surround a text. */
final class TokenizerTemplate {
  private TokenizerTemplate() {}

  static JsonNode of(GgufVocabulary vocabulary, boolean beginning, boolean end) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    if (beginning) {
      vocabulary.special("bos_token_id").ifPresent(before::add);
    }
    if (end) {
      vocabulary.special("eos_token_id").ifPresent(after::add);
    }
    if (before.isEmpty() && after.isEmpty()) {
      return NullNode.getInstance();
    }
    ObjectNode json = Json.json().createObjectNode().put("type", "TemplateProcessing");
    ArrayNode single = json.putArray("single");
    putText(single, vocabulary, before, after, "A", 0);
    ArrayNode pair = json.putArray("pair");
    putText(pair, vocabulary, before, after, "A", 0);
    putText(pair, vocabulary, before, after, "B", 1);
    ObjectNode tokens = json.putObject("special_tokens");
    before.forEach(id -> putToken(tokens, vocabulary.token(id), id));
    after.forEach(id -> putToken(tokens, vocabulary.token(id), id));
    return json;
  }

  private static void putText(
      ArrayNode list,
      GgufVocabulary vocabulary,
      List<Integer> before,
      List<Integer> after,
      String text,
      int number) {
    before.forEach(id -> put(list, "SpecialToken", vocabulary.token(id), number));
    put(list, "Sequence", text, number);
    after.forEach(id -> put(list, "SpecialToken", vocabulary.token(id), number));
  }

  private static void put(ArrayNode list, String kind, String id, int number) {
    list.addObject().putObject(kind).put("id", id).put("type_id", number);
  }

  private static void putToken(ObjectNode tokens, String token, int id) {
    ObjectNode json = tokens.putObject(token).put("id", token);
    json.putArray("ids").add(id);
    json.putArray("tokens").add(token);
  }
}
