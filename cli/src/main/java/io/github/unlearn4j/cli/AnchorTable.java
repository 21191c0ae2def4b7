package io.github.unlearn4j.cli;

import io.github.unlearn4j.run.RunDirectory;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.util.Locale;
import java.util.Map;

/** The anchors of a run as a table. */
final class AnchorTable {
  private static final String LINE = "%-28s  %-17s  %6s  %8s  %s";

  private AnchorTable() {}

  static void print(Console console, RunDirectory directory) {
    AnchorDictionary dictionary = AnchorDictionary.load(directory.anchors());
    console.print(LINE.formatted("term", "kind", "count", "score", "stand-ins"));
    dictionary.anchors().forEach(anchor -> console.print(line(anchor)));
    console.print(
        "%d anchors, %d of them replaced; edit %s to change them"
            .formatted(dictionary.anchors().size(), dictionary.kept().size(), directory.anchors()));
    console.event(
        "anchors", Map.of("file", directory.anchors().toString(), "anchors", dictionary.anchors()));
  }

  private static String line(Anchor anchor) {
    return LINE.formatted(
        anchor.term(),
        anchor.kind().word(),
        anchor.count(),
        String.format(Locale.ROOT, "%.2f", anchor.score()),
        anchor.keep() ? String.join(", ", anchor.translations()) : "(left as it is)");
  }
}
