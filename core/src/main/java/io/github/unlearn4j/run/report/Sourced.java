package io.github.unlearn4j.run.report;

/**
 * A measured number that knows where it was read, so that every number on the page can be looked up
 * and tested.
 *
 * @param from file in {@code measure/} and JSON pointer: "unlearned.json#/anchor_recall"
 */
record Sourced(String from, double value) {

  /** Null where there is no number. */
  static Sourced of(String file, String pointer, Double value) {
    return value == null ? null : new Sourced(file + ".json#" + pointer, value);
  }

  String text() {
    return Digits.of(value);
  }

  String html() {
    return html(text());
  }

  /** The number written in another way. */
  String html(String shown) {
    return "<data value=\"%s\" data-from=\"%s\">%s</data>"
        .formatted(value, Html.escape(from), shown);
  }

  /** A dash for null. */
  static String html(Sourced number) {
    return number == null ? "–" : number.html();
  }
}
