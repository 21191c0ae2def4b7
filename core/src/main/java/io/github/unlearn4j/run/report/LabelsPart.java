package io.github.unlearn4j.run.report;

import io.github.unlearn4j.whp.LabelSummary;
import io.github.unlearn4j.whp.SuspiciousLabels;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the report tells of the labels.
 *
 * @param summary null where there are none
 * @param pages names of the pages in {@code explained/} that explain a block
 */
public record LabelsPart(LabelSummary summary, List<String> pages) {
  /** A run without labels. */
  public static final LabelsPart NONE = new LabelsPart(null, List.of());

  String html() {
    if (summary == null) {
      return "";
    }
    String changed =
        summary.changedShare().values().stream()
            .findFirst()
            .map(share -> String.format(Locale.ROOT, ", %.1f %% of them", 100 * share))
            .orElse("");
    StringBuilder html = new StringBuilder("<p>");
    html.append(
        String.format(
            Locale.ROOT,
            "%,d of %,d positions have a label%s another token than the text has.</p>",
            summary.trained(),
            summary.positions(),
            changed));
    if (summary.suspicious() != null) {
      html.append(suspicious(summary.suspicious()));
    }
    if (!pages.isEmpty()) {
      html.append("<p>Why these labels, token by token: ")
          .append(pages.stream().map(LabelsPart::link).collect(Collectors.joining(", ")))
          .append("</p>");
    }
    return html.toString();
  }

  private static String suspicious(SuspiciousLabels labels) {
    String counts =
        String.format(
            Locale.ROOT,
            "<p>Suspicious: %,d improbable to the baseline itself, %,d parts of a character, %,d"
                + " stray pieces.</p>",
            labels.improbable(),
            labels.cutCharacters(),
            labels.strayPieces());
    if (labels.places().isEmpty()) {
      return counts;
    }
    String rows =
        labels.places().stream()
            .map(
                place ->
                    Html.row(
                        List.of(
                            Integer.toString(place.block()),
                            Integer.toString(place.position()),
                            Html.quoted(place.label()),
                            place.reason().words())))
            .collect(Collectors.joining());
    return counts
        + "<details><summary>The first of them</summary><div class=\"wide\"><table>"
        + Html.head(List.of("block", "position", "label", "why"))
        + rows
        + "</table></div></details>";
  }

  private static String link(String page) {
    return "<a href=\"explained/%s\">%s</a>"
        .formatted(page, page.replaceAll("block-0*(\\d+)\\.html", "block $1"));
  }
}
