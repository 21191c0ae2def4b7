package io.github.unlearn4j.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.text.StrictUtf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the prompt files: JSON lines, blank lines skipped, every complaint with its line. */
public final class PromptFile {
  private record Line(int number, JsonNode json) {}

  private final Path file;
  private String counted = "line";

  private PromptFile(Path file) {
    this.file = file;
  }

  /** One prompt a line: prompt, target, and optionally generic, style, subtlety, split. */
  public static List<ProbabilityPrompt> readProbability(Path file) {
    PromptFile reader = new PromptFile(file);
    List<ProbabilityPrompt> prompts = new ArrayList<>();
    for (Line line : reader.lines()) {
      prompts.add(reader.convert(line, ProbabilityPrompt.class));
    }
    reader.checkNotEmpty(prompts);
    return prompts;
  }

  /**
   * First a line {@code {"giveaways": [names]}}, then one prompt a line: prompt, references, and
   * optionally style, subtlety, split, answers. Or the file of the paper's authors, a JSON array.
   */
  public static CompletionPrompts readCompletion(Path file) {
    PromptFile reader = new PromptFile(file);
    JsonNode array = AuthorsPrompts.array(file, reader.content());
    if (array != null && AuthorsPrompts.isCompletion(array)) {
      return AuthorsPrompts.completion(file, array);
    }
    List<String> giveaways = null;
    List<CompletionPrompt> prompts = new ArrayList<>();
    for (Line line : reader.lines()) {
      if (giveaways == null) {
        giveaways = reader.giveaways(line);
      } else {
        prompts.add(reader.convert(line, CompletionPrompt.class));
      }
    }
    reader.checkNotEmpty(prompts);
    return new CompletionPrompts(new Giveaways(giveaways), prompts);
  }

  /** A question and its answer a line, or a JSON array of them as MUSE publishes. */
  public static List<KnowledgeQuestion> readQuestions(Path file) {
    PromptFile reader = new PromptFile(file);
    List<KnowledgeQuestion> questions = new ArrayList<>();
    for (Line line : reader.linesOrEntries()) {
      questions.add(reader.convert(line, KnowledgeQuestion.class));
    }
    reader.checkNotEmpty(questions);
    return questions;
  }

  private List<Line> linesOrEntries() {
    JsonNode array = AuthorsPrompts.array(file, content());
    if (array == null) {
      return lines();
    }
    counted = "entry";
    List<Line> entries = new ArrayList<>();
    array.forEach(entry -> entries.add(new Line(entries.size() + 1, entry)));
    return entries;
  }

  private record GiveawayLine(List<String> giveaways) {
    GiveawayLine {
      checkStrings("giveaways", giveaways);
      if (giveaways.isEmpty()) {
        throw new IllegalArgumentException(
            "giveaways is empty: list the names that would give the target away");
      }
    }
  }

  private List<String> giveaways(Line line) {
    if (!line.json().has("giveaways")) {
      throw complaint(
          line.number(),
          "the first line must be {\"giveaways\": [\"…\"]}, the names that would give the target"
              + " away");
    }
    return convert(line, GiveawayLine.class).giveaways();
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String text : content().lines().toList()) {
      number++;
      if (!text.isBlank()) {
        lines.add(new Line(number, parse(number, text)));
      }
    }
    return lines;
  }

  private String content() {
    return content(file);
  }

  static String content(Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.badInput("missing file of prompts: " + file);
    }
    try {
      return StrictUtf8.decode(file, ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(file, Json.firstLine(problem)));
    }
  }

  private JsonNode parse(int number, String text) {
    try {
      JsonNode json = Json.json().readTree(text);
      if (!json.isObject()) {
        throw complaint(number, "expected one JSON object {…} a line");
      }
      return json;
    } catch (JsonProcessingException problem) {
      throw complaint(number, "no JSON: " + problem.getOriginalMessage());
    }
  }

  private <T> T convert(Line line, Class<T> type) {
    try {
      return Json.json().treeToValue(line.json(), type);
    } catch (ValueInstantiationException problem) {
      throw complaint(line.number(), Json.firstLine(rootOf(problem)));
    } catch (UnrecognizedPropertyException problem) {
      throw complaint(
          line.number(),
          "unknown field '%s'; known are %s"
              .formatted(problem.getPropertyName(), problem.getKnownPropertyIds()));
    } catch (InvalidFormatException problem) {
      throw complaint(
          line.number(),
          "%s is '%s', which it cannot be".formatted(field(problem), problem.getValue()));
    } catch (JsonMappingException problem) {
      throw complaint(line.number(), "%s is of the wrong type".formatted(field(problem)));
    } catch (JsonProcessingException problem) {
      throw complaint(line.number(), problem.getOriginalMessage());
    }
  }

  private static String field(JsonMappingException problem) {
    return problem.getPath().isEmpty() ? "the line" : problem.getPath().getFirst().getFieldName();
  }

  private static Exception rootOf(Exception problem) {
    return problem.getCause() instanceof Exception cause ? rootOf(cause) : problem;
  }

  private void checkNotEmpty(List<?> prompts) {
    if (prompts.isEmpty()) {
      throw UserError.badInput("%s holds no prompt; write one JSON object a line".formatted(file));
    }
  }

  private UserError complaint(int number, String what) {
    return UserError.badInput("%s %s %d: %s".formatted(file, counted, number, what));
  }

  static void checkPrompt(String prompt, Integer subtlety) {
    if (prompt == null) {
      throw new IllegalArgumentException("prompt is missing");
    }
    if (prompt.isBlank()) {
      throw new IllegalArgumentException("prompt is empty: write the text the model goes on from");
    }
    if (subtlety != null && (subtlety < 1 || subtlety > 10)) {
      throw new IllegalArgumentException(
          "subtlety is %d but must lie between 1 and 10".formatted(subtlety));
    }
  }

  static void checkText(String field, String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(field + (text == null ? " is missing" : " is empty"));
    }
  }

  static void checkStrings(String field, List<String> strings) {
    if (strings == null) {
      throw new IllegalArgumentException("%s is missing".formatted(field));
    }
    for (String string : strings) {
      if (string == null || string.isBlank()) {
        throw new IllegalArgumentException("%s holds an empty string".formatted(field));
      }
    }
  }
}
