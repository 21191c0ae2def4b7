package io.github.unlearn4j.run.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text made safe for a page: whatever a model says can never become markup. */
final class Html {
  private Html() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A token in quotation marks, its line breaks to be seen. */
  static String quoted(String token) {
    return "“" + escape(token.replace("\r", "").replace("\n", "⏎").replace("\t", "⇥")) + "”";
  }

  /** Escaped text in which every whole word of {@code names} is marked. */
  static String marked(String text, List<String> names) {
    if (names.isEmpty()) {
      return escape(text);
    }
    String alternatives =
        names.stream()
            .sorted((one, other) -> other.length() - one.length())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    Matcher matcher =
        Pattern.compile("(?<![\\p{L}\\p{N}])(?:" + alternatives + ")(?![\\p{L}\\p{N}])")
            .matcher(text);
    StringBuilder page = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      page.append(escape(text.substring(end, matcher.start())));
      page.append("<mark>").append(escape(matcher.group())).append("</mark>");
      end = matcher.end();
    }
    return page.append(escape(text.substring(end))).toString();
  }

  /** A table row of ready-made cells; the first one is its heading. */
  static String row(List<String> cells) {
    return "<tr><th scope=\"row\">%s</th>%s</tr>%n"
        .formatted(
            cells.getFirst(),
            cells.stream().skip(1).map("<td>%s</td>"::formatted).collect(Collectors.joining()));
  }

  static String head(List<String> cells) {
    return cells.stream()
        .map("<th scope=\"col\">%s</th>"::formatted)
        .collect(Collectors.joining("", "<thead><tr>", "</tr></thead>\n"));
  }
}
