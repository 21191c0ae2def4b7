package io.github.unlearn4j.run.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A page with places to fill: {@code {{name}}}. */
final class PageTemplate {
  private PageTemplate() {}

  /** The template of that name beside this class, filled in one pass: a value is never one. */
  static String filled(String name, Map<String, String> parts) {
    StringBuilder filled = new StringBuilder();
    for (String piece : resource(name).split("(?=\\{\\{)")) {
      int end = piece.indexOf("}}");
      filled.append(
          end < 0 ? piece : parts.get(piece.substring(2, end)) + piece.substring(end + 2));
    }
    return filled.toString();
  }

  static String resource(String name) {
    try (InputStream stream = PageTemplate.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
