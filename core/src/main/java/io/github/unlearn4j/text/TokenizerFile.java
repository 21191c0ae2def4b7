package io.github.unlearn4j.text;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the native library does not tell about a {@code tokenizer.json}: its vocabulary and its
 * special tokens.
 *
 * @param ids id of every piece, added tokens included
 * @param specials the texts of the special tokens
 */
record TokenizerFile(Map<String, Integer> ids, List<String> specials) {
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Content(Model model, List<AddedToken> addedTokens) {}

  /** The vocabulary: an object piece → id, or (Unigram) an array of [piece, score]. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Model(JsonNode vocab) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record AddedToken(int id, String content, boolean special) {}

  /**
   * @throws JsonProcessingException if it is not JSON or not shaped like a tokenizer
   * @throws IllegalArgumentException if it is JSON's null
   */
  static TokenizerFile parse(String json) throws JsonProcessingException {
    Content content = Json.json().readValue(json, Content.class);
    if (content == null) {
      throw new IllegalArgumentException("it holds no tokenizer");
    }
    Map<String, Integer> ids = new HashMap<>();
    if (content.model != null && content.model.vocab instanceof ObjectNode pieces) {
      pieces.properties().forEach(piece -> ids.put(piece.getKey(), piece.getValue().asInt()));
    } else if (content.model != null && content.model.vocab instanceof ArrayNode pieces) {
      for (int id = 0; id < pieces.size(); id++) {
        ids.put(pieces.get(id).path(0).asText(), id);
      }
    }
    List<AddedToken> added = content.addedTokens == null ? List.of() : content.addedTokens;
    added.forEach(token -> ids.put(token.content, token.id));
    return new TokenizerFile(
        ids, added.stream().filter(AddedToken::special).map(AddedToken::content).toList());
  }

  /** The same tokenizer reading {@code <s>} and the like as ordinary characters. */
  static String withoutSpecials(String json) {
    try {
      ObjectMapper mapper = Json.json();
      ObjectNode root = (ObjectNode) mapper.readTree(json);
      ArrayNode kept = mapper.createArrayNode();
      for (JsonNode token : root.withArray("added_tokens")) {
        if (!token.path("special").asBoolean()) {
          kept.add(token);
        }
      }
      root.set("added_tokens", kept);
      return mapper.writeValueAsString(root);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible); // it was parsed before
    }
  }

  int size() {
    return 1 + ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
  }

  /** The piece of each id; null where an id is not used. */
  String[] pieces() {
    String[] pieces = new String[size()];
    ids.forEach((piece, id) -> pieces[id] = piece);
    return pieces;
  }

  OptionalInt id(String piece) {
    Integer id = ids.get(piece);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }
}
