package io.github.unlearn4j.whp.find;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.datafaker.Faker;

/**
 * The lists of Datafaker that stand-ins are taken from. Names come in tiers, the common ones first:
 * the Australian lists begin with what is common there, and a name that several lists hold is more
 * common than one that stands in one alone.
 */
final class NameLists {
  /** So many surnames of the Australian list are in the order of how common they are. */
  private static final int COMMON_SURNAMES = 72;

  /** Names that would be remarked upon in an older English book. */
  private static final Set<String> REMARKABLE =
      Set.of(
          "Nguyen",
          "Patel",
          "Khan",
          "Rodriguez",
          "Ahmed",
          "Ali",
          "Mohamed",
          "Omar",
          "Manuel",
          "Domingo",
          "Ricardo",
          "January",
          "Junior");

  private static final Locale AUSTRALIAN = Locale.of("en", "AU");
  private static final Locale SOUTH_AFRICAN = Locale.of("en", "ZA");
  private static final Locale BRITISH = Locale.of("en", "GB");
  private static final Locale IRISH = Locale.of("en", "IE");
  private static final Locale NEW_ZEALAND = Locale.of("en", "NZ");
  private static final String SURNAME = "name.last_name";
  private static final String GIVEN = "name.first_name";
  private static final String MALE = "name.male_first_name";
  private static final String FEMALE = "name.female_first_name";

  private final Set<String> allMale = Set.copyOf(list(Locale.ENGLISH, MALE));
  private final Set<String> allSurnames = Set.copyOf(list(Locale.ENGLISH, SURNAME));
  private final Set<String> allFemale = Set.copyOf(list(Locale.ENGLISH, FEMALE));
  private final Set<String> commonSurnames = Set.copyOf(list(AUSTRALIAN, SURNAME));

  /** 1: a woman's name, −1: a man's, 0: not known or both. */
  int usualGender(String name) {
    if (EnglishNames.MEN.contains(name) || EnglishNames.WOMEN.contains(name)) {
      return EnglishNames.WOMEN.contains(name) ? 1 : -1; // a modern list has "Harold" as both
    }
    return (allFemale.contains(name) ? 1 : 0) - (allMale.contains(name) ? 1 : 0);
  }

  boolean isGivenName(String name) {
    return allMale.contains(name) || allFemale.contains(name) || usualGender(name) != 0;
  }

  /** "Mawson" and "Williams" are sons of somebody, unless known as given names ("Jason"). */
  boolean isPatronymic(String name) {
    boolean son = name.length() > 5 && name.endsWith("son") && !isGivenName(name);
    boolean genitive =
        name.endsWith("s")
            && isGivenName(name.substring(0, name.length() - 1))
            && commonSurnames.contains(name);
    return son || genitive;
  }

  /** A known surname that nobody bears as a given name. */
  boolean isSurnameOnly(String name) {
    return allSurnames.contains(name) && !isGivenName(name);
  }

  List<List<String>> maleNames() {
    return gendered(EnglishNames.MEN, allMale, allFemale);
  }

  List<List<String>> femaleNames() {
    return gendered(EnglishNames.WOMEN, allFemale, allMale);
  }

  List<List<String>> surnames() {
    List<String> common = list(AUSTRALIAN, SURNAME);
    List<String> first = new ArrayList<>(common.subList(0, COMMON_SURNAMES));
    Set<String> others = new LinkedHashSet<>(common);
    others.addAll(list(Locale.ENGLISH, SURNAME));
    others.addAll(list(IRISH, SURNAME));
    Set<String> english = new LinkedHashSet<>(EnglishNames.surnames());
    others.stream().filter(EnglishNames::soundsEnglish).forEach(english::add);
    return List.of(first, List.copyOf(english), List.copyOf(others));
  }

  /** Towns that nobody has heard of first; then those of Ireland and New Zealand. */
  List<List<String>> towns() {
    Set<String> names = new LinkedHashSet<>(list(IRISH, "address.town_by_county"));
    names.addAll(list(IRISH, "address.county"));
    names.addAll(list(IRISH, "address.city"));
    names.addAll(list(NEW_ZEALAND, "address.city"));
    return List.of(EnglishNames.towns(), List.copyOf(names));
  }

  List<String> animals() {
    return list(Locale.ENGLISH, "creature.animal.name").stream()
        .map(name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
        .toList();
  }

  List<String> worldPlaces() {
    List<String> names = new ArrayList<>(list(BRITISH, "address.county"));
    names.addAll(list(BRITISH, "address.uk_country"));
    names.addAll(list(Locale.ENGLISH, "address.state"));
    names.addAll(list(Locale.ENGLISH, "nation.capital_city"));
    return names;
  }

  List<String> worldAdjectives() {
    return list(Locale.ENGLISH, "nation.nationality");
  }

  /** Names of one gender only. */
  private static List<List<String>> gendered(
      List<String> first, Set<String> own, Set<String> other) {
    List<List<String>> tiers = new ArrayList<>();
    tiers.add(first);
    for (Locale locale : List.of(AUSTRALIAN, SOUTH_AFRICAN)) {
      List<String> names = new ArrayList<>(list(locale, GIVEN));
      names.retainAll(own);
      names.removeAll(other);
      tiers.add(names);
    }
    List<String> rest = new ArrayList<>(own);
    rest.removeAll(other);
    Collections.sort(rest);
    tiers.add(rest);
    return tiers;
  }

  private static List<String> list(Locale locale, String key) {
    Faker faker = new Faker(locale, new Random(0));
    Object found = faker.fakeValuesService().fetchObject(key, faker.getContext());
    Object flat = found instanceof Map<?, ?> map ? List.copyOf(map.values()) : found;
    if (!(flat instanceof List<?> values)) {
      throw new IllegalStateException("Datafaker has no list " + key);
    }
    return values.stream()
        .map(value -> String.valueOf(value).strip())
        .filter(value -> !REMARKABLE.contains(value))
        .toList();
  }
}
