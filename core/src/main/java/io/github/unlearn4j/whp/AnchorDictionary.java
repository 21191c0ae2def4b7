package io.github.unlearn4j.whp;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The anchors of a target and their stand-ins; stored as {@code anchors.yaml}, one a line. */
public record AnchorDictionary(List<Anchor> anchors) {
  private static final String HEADER =
      """
      # The expressions particular to the target, and what stands in for them. Edit freely.
      #   term          as it stands in the text; possessives and other cases are found as well
      #   kind          given_name_female, given_name_male, surname, full_name, title, place,
      #                 organisation, object, phrase or other
      #   translations  generic stand-ins of the same kind; one is drawn for each block
      #   count         occurrences in the target
      #   score         how particular to the target the term is: larger is more
      #   keep          false: the term stays as it is
      # Only term and translations are needed in a line of your own.
      anchors:
      """;

  /** YAML reads these differently from JSON when they stand in a string as they are. */
  private static final Pattern NOT_FOR_YAML =
      Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]|\\p{Cs}");

  public AnchorDictionary {
    anchors = anchors == null ? List.of() : List.copyOf(anchors);
    Set<String> seen = new HashSet<>();
    for (Anchor anchor : anchors) {
      if (!seen.add(anchor.term())) {
        throw UserError.badInput(
            "anchor '%s' is listed twice: merge the two lines".formatted(anchor.term()));
      }
    }
  }

  /** The anchors that are replaced. */
  public List<Anchor> kept() {
    return anchors.stream().filter(Anchor::keep).toList();
  }

  /** Reads {@code anchors.yaml}; an unknown key or a bad value is refused with its line. */
  public static AnchorDictionary load(Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.badInput("missing file: %s; ./unlearn anchors makes it".formatted(file));
    }
    String text = read(file);
    try {
      AnchorDictionary read = Json.yaml().readValue(text, AnchorDictionary.class);
      return read == null ? new AnchorDictionary(List.of()) : read;
    } catch (JsonProcessingException problem) {
      throw UserError.badInput("%s%s: %s".formatted(file, line(problem, text), say(problem)));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(file, Json.firstLine(problem)));
    }
  }

  /** Writes {@code anchors.yaml}, whole or not at all. */
  public void save(Path file) {
    AtomicFiles.write(file, toYaml());
  }

  String toYaml() {
    StringBuilder text = new StringBuilder(HEADER);
    for (Anchor anchor : anchors) {
      try {
        String line = Json.json().writeValueAsString(anchor);
        text.append("- ").append(escape(line)).append('\n');
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return text.toString();
  }

  private static String escape(String line) {
    return NOT_FOR_YAML
        .matcher(line)
        .replaceAll(match -> "\\\\u%04x".formatted((int) match.group().charAt(0)));
  }

  /** The parser notices an unknown key only at the end of its object: look upwards for it. */
  private static String line(JsonProcessingException problem, String text) {
    JsonLocation place = problem.getLocation();
    if (place == null) {
      return "";
    }
    int line = place.getLineNr();
    if (problem instanceof UnrecognizedPropertyException unknown) {
      List<String> lines = text.lines().toList();
      int found = Math.min(line, lines.size());
      while (found > 0 && !lines.get(found - 1).contains(unknown.getPropertyName())) {
        found--;
      }
      line = found == 0 ? line : found;
    }
    return " line " + line;
  }

  private static String say(JsonProcessingException problem) {
    if (problem.getCause() instanceof UserError error) {
      return error.getMessage();
    }
    if (problem instanceof UnrecognizedPropertyException unknown) {
      return "unknown key '%s'; known are %s"
          .formatted(unknown.getPropertyName(), unknown.getKnownPropertyIds());
    }
    return problem.getOriginalMessage().lines().findFirst().orElse("not readable");
  }
}
