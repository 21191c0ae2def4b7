package io.github.unlearn4j.whp.find;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names of the world at large, as the Java runtime and the library of stand-ins know them:
 * countries, capitals, large cities, peoples, languages, months, days. They belong to no one text,
 * so a model should keep them.
 */
final class WorldNames {
  private static final List<String> ENDINGS =
      List.of("", "n", "an", "ian", "ean", "ese", "ish", "er", "ns", "ans", "ians", "s", "shire");

  private static final Set<String> FAITH =
      Set.of("god", "heaven", "bible", "christmas", "easter", "christian");

  private final Set<String> names = new HashSet<>(FAITH);

  WorldNames(NameLists lists) {
    for (String country : Locale.getISOCountries()) {
      addWords(Locale.of("", country).getDisplayCountry(Locale.ENGLISH));
    }
    for (String language : Locale.getISOLanguages()) {
      addWords(Locale.of(language).getDisplayLanguage(Locale.ENGLISH));
    }
    for (String zone : ZoneId.getAvailableZoneIds()) {
      String[] parts = zone.split("/");
      if (parts.length == 2 && !parts[0].matches("Antarctica|Etc|SystemV")) {
        Arrays.stream(parts).forEach(part -> addWords(part.replace('_', ' ')));
      }
    }
    for (Month month : Month.values()) {
      addWords(month.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }
    for (DayOfWeek day : DayOfWeek.values()) {
      addWords(day.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }
    lists.worldPlaces().forEach(this::addWords);
    lists.worldAdjectives().forEach(this::addWords);
  }

  /** Whether every word of {@code term}, or its stem, is such a name. */
  boolean contains(String term) {
    return Arrays.stream(term.toLowerCase(Locale.ROOT).split("[\\s-]+")).allMatch(this::isWord);
  }

  private boolean isWord(String word) {
    return ENDINGS.stream()
        .anyMatch(
            ending ->
                word.endsWith(ending)
                    && names.contains(word.substring(0, word.length() - ending.length())));
  }

  private void addWords(String name) {
    for (String word : name.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")) {
      if (word.length() > 2) {
        names.add(word);
      }
    }
  }
}
