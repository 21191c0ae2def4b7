package io.github.unlearn4j.measure.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads a grade out of what a judge writes: the line asked for, wherever it stands and however it
 * is decorated, or a JSON object with "grade" and "reason", alone or amid prose. The last grade
 * counts, as judges think aloud. A grade that is no whole number from 0 to 3 is none.
 */
final class JudgeReply {
  private static final Pattern GRADE =
      Pattern.compile(
          "(?i)(?:MODEL_FAMILIARITY|\"grade\")[\"'*_`\\s]*[:=][\"'*_`\\s]*"
              + "([-+]?\\d+(?:[.,]\\d+)?)(?:\\s*/\\s*(\\d+))?");

  private static final int LONGEST_REASON = 600;

  private JudgeReply() {}

  /** Empty if the reply holds no grade that can be used. */
  static Optional<Grade> parse(String reply) {
    Optional<MatchResult> last = GRADE.matcher(reply).results().reduce((one, next) -> next);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    String value = last.get().group(1);
    String outOf = last.get().group(2);
    if (!value.matches("[0-3]") || (outOf != null && !outOf.equals("3"))) {
      return Optional.empty();
    }
    return Optional.of(new Grade(Integer.parseInt(value), reason(reply, last.get())));
  }

  private static String reason(String reply, MatchResult grade) {
    int open = reply.lastIndexOf('{', grade.start());
    int close = reply.indexOf('}', grade.end());
    if (open >= 0 && close > open) {
      try {
        String reason =
            Json.json().readTree(reply.substring(open, close + 1)).path("reason").asText("");
        if (!reason.isBlank()) {
          return line(reason);
        }
      } catch (JsonProcessingException notJson) {
        // Then the reason is what stands before the grade, as in any other reply.
      }
    }
    return line(reply.substring(0, grade.start()));
  }

  private static String line(String text) {
    String line = text.replaceAll("[*_`#{\"\\s]+$", "").strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
  }
}
