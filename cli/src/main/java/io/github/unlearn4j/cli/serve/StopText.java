package io.github.unlearn4j.cli.serve;

import java.util.List;

/**
 * Lets an answer through up to the first of some strings. What might yet become such a string is
 * held until it is clear, so nothing that was let through has to be taken back.
 */
final class StopText {
  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private boolean found;

  StopText(List<String> stops) {
    this.stops = List.copyOf(stops);
  }

  /** What is certain once {@code piece} follows. */
  String next(String piece) {
    held.append(piece);
    int end = earliestStop();
    found |= end >= 0;
    return release(found ? Math.max(end, 0) : held.length() - undecided());
  }

  /** What was held back, if nothing more follows. */
  String finish() {
    return found ? "" : release(held.length());
  }

  boolean found() {
    return found;
  }

  private int earliestStop() {
    return stops.stream().mapToInt(held::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  /** Length of the longest end of the text that one of the strings begins with. */
  private int undecided() {
    int longest = 0;
    String text = held.toString();
    for (String stop : stops) {
      for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
        if (text.endsWith(stop.substring(0, length))) {
          longest = length;
        }
      }
    }
    return longest;
  }

  private String release(int length) {
    String text = held.substring(0, length);
    held.delete(0, found ? held.length() : length);
    return text;
  }
}
