package io.github.unlearn4j.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes paragraphs of lines that were broken to a width, as models saw the same text elsewhere (and
 * so that "Sherlock Holmes" is not split by a line end). Paragraphs are parted by blank lines; one
 * blank line stays between them.
 *
 * <p>A paragraph is joined only if every line is broken where it had to be: the next word would not
 * have fitted any more. So verse, lists, addresses and headings stay as they are, and so does
 * whatever is indented, save a first line, and save one space behind a closing quotation mark: old
 * books are full of that slip, {@code “Really,”\n said I}.
 */
final class WrappedLines {
  // A line counts as full if the next word would have reached this share of the usual width.
  private static final double FULL = 0.8;

  private WrappedLines() {}

  static String unwrap(List<String> lines) {
    int width = usualWidth(lines);
    List<String> paragraphs = new ArrayList<>();
    List<String> paragraph = new ArrayList<>();
    for (String line : lines) {
      if (!line.isBlank()) {
        paragraph.add(line.stripTrailing());
      } else if (!paragraph.isEmpty()) {
        paragraphs.add(joined(paragraph, width));
        paragraph.clear();
      }
    }
    if (!paragraph.isEmpty()) {
      paragraphs.add(joined(paragraph, width));
    }
    return paragraphs.isEmpty() ? "" : String.join("\n\n", paragraphs) + "\n";
  }

  /** The length that nine of ten lines stay below; short last lines of paragraphs do not matter. */
  private static int usualWidth(List<String> lines) {
    int[] lengths =
        lines.stream().filter(line -> !line.isBlank()).mapToInt(String::length).sorted().toArray();
    return lengths.length == 0 ? 0 : lengths[lengths.length * 9 / 10];
  }

  private static String joined(List<String> lines, int width) {
    if (!isWrapped(lines, width)) {
      return String.join("\n", lines);
    }
    StringBuilder joined = new StringBuilder(lines.getFirst().strip());
    for (String line : lines.subList(1, lines.size())) {
      char end = joined.charAt(joined.length() - 1);
      if (end != '-' && end != '—') { // "well-" and "known", a dash without spaces
        joined.append(' ');
      }
      joined.append(line.strip());
    }
    return joined.toString();
  }

  private static boolean isWrapped(List<String> lines, int width) {
    for (int i = 1; i < lines.size(); i++) {
      String full = lines.get(i - 1);
      String next = lines.get(i);
      String words = next.strip();
      int word = words.indexOf(' ') < 0 ? words.length() : words.indexOf(' ');
      boolean indented = next.startsWith(" ") && !isSlip(full, next) || next.startsWith("\t");
      if (indented || full.length() + 1 + word < FULL * width) {
        return false;
      }
    }
    return lines.size() > 1;
  }

  private static boolean isSlip(String line, String next) {
    return (line.endsWith("”") || line.endsWith("’") || line.endsWith("\""))
        && !next.startsWith("  ");
  }
}
