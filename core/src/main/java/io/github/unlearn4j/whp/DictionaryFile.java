package io.github.unlearn4j.whp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A dictionary of one's own (source {@code file}), in any of three forms: {@code anchors.yaml}; a
 * JSON object {@code {"term": "stand-in" or ["stand-in", …]}}, taken as it is; or replies of a
 * language model as JSON lines, merged and pruned by {@link ReplyMerger}. A line of the latter
 * holds {@code translations} (an object), or {@code reply} (the raw text), and perhaps {@code
 * cut_off}.
 *
 * @param replies replies read; 0 unless the file held replies
 * @param skippedReplies of these, how many were cut off or did not parse
 * @param mergedTerms distinct terms before pruning
 */
public record DictionaryFile(
    AnchorDictionary dictionary, int replies, int skippedReplies, int mergedTerms) {

  /** Reads a dictionary; the ending of the name tells its form. */
  public static DictionaryFile load(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return of(AnchorDictionary.load(file));
    }
    if (name.endsWith(".jsonl")) {
      return replies(file);
    }
    if (name.endsWith(".json")) {
      return of(object(file));
    }
    throw UserError.badInput(
        "dictionary %s: name it .yaml (anchors), .json (one object) or .jsonl (replies)"
            .formatted(file));
  }

  /** One line for the user: how many terms, and what was left out. */
  public String summary() {
    String terms = "%,d terms".formatted(dictionary.anchors().size());
    return replies == 0
        ? terms
        : "%s from %,d replies (%,d skipped: cut off or not readable), pruned from %,d"
            .formatted(terms, replies, skippedReplies, mergedTerms);
  }

  private static DictionaryFile of(AnchorDictionary dictionary) {
    return new DictionaryFile(dictionary, 0, 0, dictionary.anchors().size());
  }

  private static AnchorDictionary object(Path file) {
    Optional<Map<String, List<String>>> read = ReplyParser.translations(Json.read(file));
    if (read.isEmpty()) {
      throw UserError.badInput(
          "%s is not an object of term: stand-in (or a list of stand-ins)".formatted(file));
    }
    List<Anchor> anchors = new ArrayList<>();
    read.get().forEach((term, standIns) -> anchors.add(ReplyMerger.anchor(term, standIns)));
    return new AnchorDictionary(anchors);
  }

  private static DictionaryFile replies(Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.badInput(
          "missing file: %s; correct the path or choose another source of anchors".formatted(file));
    }
    ReplyMerger merger = new ReplyMerger();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (!line.isBlank()) {
        addLine(merger, line, "%s line %d".formatted(file, number));
      }
    }
    AnchorDictionary dictionary = merger.dictionary();
    if (dictionary.anchors().isEmpty()) {
      throw UserError.badInput("%s: none of %d replies could be used".formatted(file, number));
    }
    return new DictionaryFile(dictionary, merger.replies(), merger.skipped(), merger.mergedTerms());
  }

  private static void addLine(ReplyMerger merger, String line, String place) {
    try {
      JsonNode node = Json.json().readTree(line);
      if (node.path("cut_off").asBoolean()) {
        merger.add(Optional.empty());
      } else if (node.path("translations").isObject()) {
        merger.add(ReplyParser.translations(node));
      } else if (node.path("reply").isTextual()) {
        merger.add(node.path("reply").textValue());
      } else {
        throw UserError.badInput(place + ": neither an object translations nor a text reply");
      }
    } catch (JsonProcessingException problem) {
      throw UserError.badInput("%s: %s".formatted(place, Json.firstLine(problem)));
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(file, Json.firstLine(problem)));
    }
  }
}
