package io.github.unlearn4j.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prompts found in files or a folder, each file told by its content: the project's own two forms
 * ({@link PromptFile}) and the two of the paper's authors.
 *
 * @param leftOut files of a folder that hold no prompts
 */
public record PromptSet(
    List<ProbabilityPrompt> probability, CompletionPrompts completion, List<Path> leftOut) {

  private enum Kind {
    PROBABILITY,
    COMPLETION
  }

  /**
   * Reads at most one file of each kind.
   *
   * @throws UserError if there are none or several of one kind, or a file that was named itself
   *     holds no prompts
   */
  public static PromptSet read(List<Path> paths) {
    Map<Kind, Path> found = new EnumMap<>(Kind.class);
    List<Path> leftOut = new ArrayList<>();
    for (Path path : paths) {
      boolean folder = Files.isDirectory(path);
      for (Path file : folder ? files(path) : List.of(path)) {
        Optional<Kind> kind = kind(file).or(() -> folder ? Optional.empty() : broken(file));
        if (kind.isEmpty() && !folder) {
          throw UserError.badInput(
              "%s holds no prompts in a form that is known; docs/evaluate.md shows them"
                  .formatted(file));
        }
        kind.ifPresentOrElse(which -> put(found, which, file), () -> leftOut.add(file));
      }
    }
    if (found.isEmpty()) {
      throw UserError.badInput(
          "no prompts in %s; docs/evaluate.md shows the forms of the files".formatted(paths));
    }
    CompletionPrompts completion =
        found.containsKey(Kind.COMPLETION)
            ? PromptFile.readCompletion(found.get(Kind.COMPLETION))
            : CompletionPrompts.NONE;
    return new PromptSet(probability(found.get(Kind.PROBABILITY), completion), completion, leftOut);
  }

  private static List<ProbabilityPrompt> probability(Path file, CompletionPrompts completion) {
    if (file == null) {
      return List.of();
    }
    JsonNode array = AuthorsPrompts.array(file, PromptFile.content(file));
    if (array == null) {
      return PromptFile.readProbability(file);
    }
    if (completion.prompts().isEmpty()) {
      throw UserError.badInput(
          "%s lists no strings that would give the target away; name a file of completion prompts"
                  .formatted(file)
              + " as well, whose names are then looked for");
    }
    return AuthorsPrompts.probability(file, array, completion.giveaways());
  }

  private static void put(Map<Kind, Path> found, Kind kind, Path file) {
    Path other = found.put(kind, file);
    if (other != null) {
      throw UserError.badInput(
          "%s and %s both hold prompts of the same kind; name the one to use"
              .formatted(other, file));
    }
  }

  private static Optional<Kind> kind(Path file) {
    String content = PromptFile.content(file);
    JsonNode array = AuthorsPrompts.array(file, content);
    if (array != null) {
      return AuthorsPrompts.isCompletion(array)
          ? Optional.of(Kind.COMPLETION)
          : Optional.of(Kind.PROBABILITY).filter(any -> AuthorsPrompts.isProbability(array));
    }
    String first = content.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    try {
      JsonNode line = Json.json().readTree(first);
      if (line.has("giveaways")) {
        return Optional.of(Kind.COMPLETION);
      }
      return Optional.of(Kind.PROBABILITY)
          .filter(any -> line.path("prompt").isTextual() && line.has("target"));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** JSON lines that were named themselves have a reader, which says what is wrong with them. */
  private static Optional<Kind> broken(Path file) {
    boolean completion = PromptFile.content(file).contains("\"references\"");
    return Optional.of(completion ? Kind.COMPLETION : Kind.PROBABILITY)
        .filter(any -> file.toString().endsWith(".jsonl"));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json") || file.toString().endsWith(".jsonl"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(folder, problem));
    }
  }
}
