package io.github.unlearn4j.text;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonFactory;
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
import java.util.function.ObjIntConsumer;

/**
 * What the native library does not tell about a {@code tokenizer.json}: its special tokens, and its
 * vocabulary. The vocabulary is large and seldom asked for, so only its size is kept.
 */
final class TokenizerFile {
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record AddedToken(int id, String content, boolean special) {}

  /** Every name is another piece, so none is worth remembering for the next. */
  private static final ObjectMapper PIECES =
      new ObjectMapper(
          JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build());

  private final String json;
  private final List<AddedToken> added;
  private final int size;
  private Map<String, Integer> ids;

  private TokenizerFile(String json, List<AddedToken> added, int size) {
    this.json = json;
    this.added = added;
    this.size = size;
  }

  /**
   * @throws JsonProcessingException if it is not JSON or not shaped like a tokenizer
   * @throws IllegalArgumentException if it is JSON but no object
   */
  static TokenizerFile parse(String json) throws JsonProcessingException {
    int[] size = {0};
    List<AddedToken> added = read(json, (piece, id) -> size[0] = Math.max(size[0], id + 1));
    added.forEach(token -> size[0] = Math.max(size[0], token.id + 1));
    return new TokenizerFile(json, added, size[0]);
  }

  /** Returns the added tokens, and passes every piece of the vocabulary on with its id. */
  private static List<AddedToken> read(String json, ObjIntConsumer<String> vocabulary)
      throws JsonProcessingException {
    List<AddedToken> added = List.of();
    try (JsonParser parser = PIECES.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("it holds no tokenizer");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("added_tokens") && value == JsonToken.START_ARRAY) {
          added = List.of(parser.readValueAs(AddedToken[].class));
        } else if (name.equals("model") && value == JsonToken.START_OBJECT) {
          model(parser, vocabulary);
        } else {
          parser.skipChildren();
        }
      }
      return added;
    } catch (JsonProcessingException problem) {
      throw problem;
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible); // a string is read
    }
  }

  /** The vocabulary is an object piece → id, or (Unigram) an array of [piece, score]. */
  private static void model(JsonParser parser, ObjIntConsumer<String> vocabulary)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals("vocab");
      JsonToken value = parser.nextToken();
      if (found && value == JsonToken.START_OBJECT) {
        for (String piece = parser.nextFieldName(); piece != null; piece = parser.nextFieldName()) {
          vocabulary.accept(piece, parser.nextIntValue(-1));
        }
      } else if (found && value == JsonToken.START_ARRAY) {
        for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
          vocabulary.accept(parser.nextTextValue(), id);
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
          }
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  /** One more than the largest id, added tokens included. */
  int size() {
    return size;
  }

  /** The texts of the special tokens. */
  List<String> specials() {
    return added.stream().filter(AddedToken::special).map(AddedToken::content).toList();
  }

  /** Id of every piece, added tokens included. */
  private synchronized Map<String, Integer> ids() {
    if (ids == null) {
      Map<String, Integer> all = new HashMap<>();
      try {
        read(json, all::put);
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException(impossible); // it was parsed before
      }
      added.forEach(token -> all.put(token.content, token.id));
      ids = all;
    }
    return ids;
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
    String[] pieces = new String[size];
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
