package io.github.unlearn4j.text;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A Project Gutenberg e-book, known by its line {@code *** START OF THIS PROJECT GUTENBERG EBOOK …
 * ***} (or the older {@code *END*THE SMALL PRINT!…}).
 *
 * <p>Everything up to that line goes, and everything from the line {@code *** END OF …} on, with
 * the paragraph "End of Project Gutenberg's …" before it. Lines of the book's makers behind the
 * header ("Produced by", "Transcriber's note") stay: no rule tells them from the book in safety.
 * Then hard line ends are undone ({@link WrappedLines}).
 */
final class GutenbergBook {
  private static final Pattern START =
      Pattern.compile(
          "(?i)\\s*(\\*{3} ?START OF (THE|THIS) PROJECT GUTENBERG E-?(BOOK|TEXT)|\\*END\\* ?THE"
              + " SMALL PRINT).*");
  private static final Pattern END =
      Pattern.compile("(?i)\\s*\\*{3} ?END OF (THE|THIS) PROJECT GUTENBERG E-?(BOOK|TEXT).*");
  private static final Pattern CLOSING =
      Pattern.compile("(?i)\\s*End of (the |this )?Project Gutenberg.*");
  private static final int LONGEST_TITLE = 4; // lines that a wrapped START line may take

  private GutenbergBook() {}

  /** The book alone, or {@code text} itself if it is not such an e-book. */
  static String body(String text) {
    List<String> lines = text.lines().toList();
    int start = find(START, lines, 0);
    if (start == lines.size()) {
      return text;
    }
    int from = behindMarker(lines, start);
    int to = find(END, lines, from);
    return WrappedLines.unwrap(lines.subList(from, beforeClosing(lines, from, to)));
  }

  private static int find(Pattern pattern, List<String> lines, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (pattern.matcher(lines.get(i)).matches()) {
        return i;
      }
    }
    return lines.size();
  }

  /** A long title runs on over further lines up to the one that ends with stars. */
  private static int behindMarker(List<String> lines, int start) {
    int limit = Math.min(lines.size(), start + LONGEST_TITLE);
    for (int i = start; i < limit && !lines.get(i).isBlank(); i++) {
      if (lines.get(i).stripTrailing().endsWith("*")) {
        return i + 1;
      }
    }
    return start + 1;
  }

  /** The last line to keep is before "End of Project Gutenberg's …", the last paragraph. */
  private static int beforeClosing(List<String> lines, int from, int to) {
    int last = to;
    while (last > from && lines.get(last - 1).isBlank()) {
      last--;
    }
    int first = last;
    while (first > from && !lines.get(first - 1).isBlank()) {
      first--;
    }
    boolean closing = first < last && CLOSING.matcher(lines.get(first)).matches();
    return closing ? first : to;
  }
}
