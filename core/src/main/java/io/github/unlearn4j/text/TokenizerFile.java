package io.github.unlearn4j.text;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the native library does not tell about a {@code tokenizer.json}: its special tokens, and its
 * vocabulary. The vocabulary is large and seldom asked for, so it is read only then.
 */
final class TokenizerFile {
  /** The vocabulary: an object piece → id, or (Unigram) an array of [piece, score]. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Content(Model model) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Model(JsonNode vocab) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record AddedToken(int id, String content, boolean special) {}

  private final String json;
  private final List<AddedToken> added;
  private Map<String, Integer> ids;

  private TokenizerFile(String json, List<AddedToken> added) {
    this.json = json;
    this.added = added;
  }

  /**
   * @throws JsonProcessingException if it is not JSON or not shaped like a tokenizer
   * @throws IllegalArgumentException if it is JSON but no object
   */
  static TokenizerFile parse(String json) throws JsonProcessingException {
    try (JsonParser parser = Json.json().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("it holds no tokenizer");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals("added_tokens");
        if (parser.nextToken() == JsonToken.START_ARRAY && found) {
          return new TokenizerFile(json, List.of(parser.readValueAs(AddedToken[].class)));
        }
        parser.skipChildren();
      }
      return new TokenizerFile(json, List.of());
    } catch (JsonProcessingException problem) {
      throw problem;
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible); // a string is read
    }
  }

  /** The texts of the special tokens. */
  List<String> specials() {
    return added.stream().filter(AddedToken::special).map(AddedToken::content).toList();
  }

  /** Id of every piece, added tokens included. */
  private synchronized Map<String, Integer> ids() {
    if (ids == null) {
      ids = vocabulary();
      added.forEach(token -> ids.put(token.content, token.id));
    }
    return ids;
  }

  private Map<String, Integer> vocabulary() {
    Map<String, Integer> vocabulary = new HashMap<>();
    try {
      Content content = Json.json().readValue(json, Content.class);
      if (content.model != null && content.model.vocab instanceof ObjectNode pieces) {
        pieces
            .properties()
            .forEach(piece -> vocabulary.put(piece.getKey(), piece.getValue().asInt()));
      } else if (content.model != null && content.model.vocab instanceof ArrayNode pieces) {
        for (int id = 0; id < pieces.size(); id++) {
          vocabulary.put(pieces.get(id).path(0).asText(), id);
        }
      }
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible); // the native library has read it
    }
    return vocabulary;
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

  /** The piece of each id; null where an id is not used. */
  String[] pieces() {
    int last = ids().values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    String[] pieces = new String[last + 1];
    ids().forEach((piece, id) -> pieces[id] = piece);
    return pieces;
  }

  OptionalInt id(String piece) {
    return added.stream()
        .filter(token -> token.content.equals(piece))
        .map(AddedToken::id)
        .reduce((earlier, later) -> later) // as a map would have it
        .map(OptionalInt::of)
        .orElseGet(() -> inVocabulary(piece));
  }

  private OptionalInt inVocabulary(String piece) {
    Integer id = ids().get(piece);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }
}
