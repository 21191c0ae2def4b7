package io.github.unlearn4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tokens a text begins and ends with, from the files of a checkpoint folder. {@code
 * tokenizer_config.json} names them; the folder's {@code generation_config.json} and {@code
 * config.json} number them and are asked second.
 *
 * @param begin BOS, if the checkpoint has one
 * @param end EOS
 * @param stops every token that ends an answer: EOS and what the generation settings add
 */
record EdgeTokens(OptionalInt begin, OptionalInt end, SortedSet<Integer> stops) {
  static EdgeTokens read(Path folder, TokenizerFile vocabulary) {
    JsonNode names = optional(folder.resolve("tokenizer_config.json"));
    JsonNode generation = optional(folder.resolve("generation_config.json"));
    JsonNode model = optional(folder.resolve("config.json"));
    // A tokenizer_config.json without BOS means "none" (Qwen2), whatever config.json numbers.
    OptionalInt begin = named(names, "bos_token", vocabulary);
    if (begin.isEmpty() && names.isMissingNode()) {
      begin = numbered("bos_token_id", generation, model);
    }
    OptionalInt end = named(names, "eos_token", vocabulary);
    if (end.isEmpty()) {
      end = numbered("eos_token_id", generation, model);
    }
    SortedSet<Integer> stops = new TreeSet<>();
    end.ifPresent(stops::add);
    JsonNode more = generation.path("eos_token_id");
    (more.isArray() ? more : Json.json().createArrayNode().add(more))
        .forEach(
            id -> {
              if (id.isInt()) {
                stops.add(id.asInt());
              }
            });
    return new EdgeTokens(begin, end, stops);
  }

  private static OptionalInt named(JsonNode names, String key, TokenizerFile vocabulary) {
    JsonNode token = names.path(key);
    String text = token.isObject() ? token.path("content").asText() : token.asText("");
    return text.isEmpty() ? OptionalInt.empty() : vocabulary.id(text);
  }

  private static OptionalInt numbered(String key, JsonNode... files) {
    for (JsonNode file : files) {
      JsonNode id = file.path(key).isArray() ? file.path(key).path(0) : file.path(key);
      if (id.isInt()) {
        return OptionalInt.of(id.asInt());
      }
    }
    return OptionalInt.empty();
  }

  private static JsonNode optional(Path file) {
    return Files.exists(file) ? Json.read(file) : Json.json().missingNode();
  }
}
