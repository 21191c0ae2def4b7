package io.github.unlearn4j.whp.find;

/** What a language model is asked about a passage (paper section 3.2). */
final class AnchorPrompt {
  private static final String TEXT =
      """
      Below is a passage from a text. List the expressions, names and entities in it that are \
      idiosyncratic to that text: people, places, organisations, objects, invented words and turns \
      of phrase that a reader would recognise as belonging to it. For each of them give an \
      alternative that keeps the passage coherent but is not unique to the text: another common \
      name of the same gender for a person, another place for a place, a plain word for an \
      invented one. Leave out ordinary words and names of the world at large such as countries, \
      large cities, months and days. Give the words of a person's name separately.

      Answer with one JSON object and nothing else, in this form:
      translations = {"expression in the passage": "alternative", ...}

      Passage:
      %s
      """;

  private AnchorPrompt() {}

  static String of(String passage) {
    return TEXT.formatted(passage);
  }
}
