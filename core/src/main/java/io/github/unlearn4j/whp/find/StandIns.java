package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stand-ins of the same kind as each term: real and common names, so that a model finds them
 * nothing special. None is given twice and none is a name of the target. A term made of other terms
 * is made of their stand-ins, in the same order.
 */
final class StandIns {
  /** A term that occurs this often gets one stand-in, and one more each time that doubles. */
  private static final int COUNT_OF_ONE = 25;

  private static final int MOST = 4;
  private static final List<String> NAME_ENDINGS = List.of("son", "man", "well", "worth", "er");
  private static final List<String> TOWN_ENDINGS = List.of("ton", "ford", "field", "bury", "ham");

  private static final List<String> RANK_ENDINGS = List.of(" Regent", " Elect", " Palatine");
  private static final List<String> LORDS =
      List.of("Viceroy", "Chancellor", "Marquis", "Baron", "Regent", "Governor", "Viscount");
  private static final List<String> LADIES =
      List.of("Marchioness", "Baroness", "Empress", "Abbess", "Governess", "Viscountess");

  /** From this many occurrences in lower case a word is an ordinary one. */
  private static final int ORDINARY = 3;

  private final Tally target;
  private final NameLists lists;
  private final NamePool men;
  private final NamePool women;
  private final NamePool surnames;
  private final NamePool towns;
  private final NamePool creatures;
  private final NamePool lords;
  private final NamePool ladies;
  private final Things things;
  private final Map<String, List<String>> translations = new HashMap<>();

  /** Of the terms of one word. */
  private final Map<String, AnchorKind> kinds = new HashMap<>();

  /**
   * @param candidates most particular first: they get the most common names
   */
  StandIns(NameLists lists, Tally target, List<Candidate> candidates, long seed) {
    this.target = target;
    this.lists = lists;
    Set<String> taken = new HashSet<>(target.keys());
    Random random = new Random(seed);
    men = new NamePool(lists.maleNames(), NAME_ENDINGS, taken, random);
    women = new NamePool(lists.femaleNames(), List.of("lyn", "ette", "ina"), taken, random);
    surnames = new NamePool(lists.surnames(), NAME_ENDINGS, taken, random);
    towns = new NamePool(List.of(lists.towns()), TOWN_ENDINGS, taken, random);
    creatures = new NamePool(List.of(lists.animals()), List.of("ling", "kin"), taken, random);
    lords = new NamePool(List.of(LORDS), RANK_ENDINGS, taken, random);
    ladies = new NamePool(List.of(LADIES), RANK_ENDINGS, taken, random);
    things = new Things(taken, random);
    candidates.stream()
        .filter(candidate -> candidate.words().size() == 1)
        .forEach(candidate -> kinds.put(candidate.term(), candidate.kind()));
    for (Candidate candidate : candidates) {
      if (candidate.words().size() == 1 && !candidate.isPluralOf(kinds)) {
        translations.put(candidate.term(), make(candidate));
      }
    }
    for (Candidate candidate : candidates) {
      if (candidate.words().size() > 1) {
        translations.put(candidate.term(), compose(candidate));
      } else if (candidate.isPluralOf(kinds)) {
        List<String> singular = translations.get(candidate.singular());
        translations.put(candidate.term(), singular.stream().map(StandIns::plural).toList());
      }
    }
  }

  /** The finished anchor of a candidate. */
  Anchor anchor(Candidate candidate) {
    return new Anchor(
        candidate.term(),
        candidate.kind(),
        translations.get(candidate.term()),
        candidate.count(),
        candidate.score(),
        true);
  }

  private static String plural(String name) {
    return name + (name.matches(".*(s|x|z|ch|sh)") ? "es" : "s");
  }

  private static int wanted(int count) {
    double doublings = Math.log((double) count / COUNT_OF_ONE) / Math.log(2);
    return Math.clamp(1 + Math.round(doublings), 1, MOST);
  }

  private List<String> make(Candidate candidate) {
    List<String> made = new ArrayList<>();
    while (made.size() < wanted(candidate.count())) {
      made.add(makeOne(candidate));
    }
    return List.copyOf(made);
  }

  /** "Hatherley Farm" takes over the stand-ins of "Hatherley" if the rest is ordinary. */
  private List<String> compose(Candidate candidate) {
    List<String> inner = candidate.words().stream().filter(kinds::containsKey).distinct().toList();
    boolean restIsOrdinary =
        candidate.words().stream().allMatch(word -> inner.contains(word) || isOrdinary(word));
    if (inner.size() != 1 || !restIsOrdinary) {
      return make(candidate);
    }
    return translations.get(inner.getFirst()).stream()
        .map(
            standIn ->
                candidate.words().stream()
                    .map(word -> word.equals(inner.getFirst()) ? standIn : word)
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  private boolean isOrdinary(String word) {
    String key = Word.keyOf(word);
    return Cues.isHead(key) || Cues.isHonorific(key) || target.lower(key) >= ORDINARY;
  }

  private String makeOne(Candidate candidate) {
    String term = candidate.term();
    return switch (candidate.kind()) {
      case GIVEN_NAME_FEMALE -> women.next(term);
      case GIVEN_NAME_MALE -> men.next(term);
      case SURNAME, OTHER -> surnames.next(term);
      case FULL_NAME -> given(candidate).next(term) + " " + surnames.next(term);
      case TITLE -> title(candidate);
      case PLACE -> place(candidate);
      case ORGANISATION -> surnames.next(term) + " " + head(candidate, Cues.ORGANISATION_HEADS);
      case OBJECT, PHRASE -> thing(candidate);
    };
  }

  private NamePool given(Candidate candidate) {
    int usual = lists.usualGender(candidate.words().getFirst());
    return (usual == 0 ? candidate.female() : usual) > 0 ? women : men;
  }

  /** "King of Bohemia" keeps its rank and gets another realm. */
  private String title(Candidate candidate) {
    List<String> words = candidate.words();
    if (words.size() == 1) {
      return (candidate.female() > 0 ? ladies : lords).next(candidate.term());
    }
    List<String> rank = words.subList(0, words.size() - 1);
    return String.join(" ", rank) + " " + towns.next(candidate.term());
  }

  /** "Quillon Street" stays a street. */
  private String place(Candidate candidate) {
    String head = head(candidate, Cues.PLACE_HEADS);
    return head.isEmpty()
        ? towns.next(candidate.term())
        : surnames.next(candidate.term()) + " " + head;
  }

  private static String head(Candidate candidate, Set<String> heads) {
    List<String> words = candidate.words();
    if (words.size() == 1) {
      return "";
    }
    for (String word : List.of(words.getLast(), words.getFirst())) {
      if (heads.contains(word.toLowerCase(Locale.ROOT))) {
        return word;
      }
    }
    return "";
  }

  /** "Ember Cup" stays a cup; what has no ordinary noun at its end becomes a thing. */
  private String thing(Candidate candidate) {
    String term = candidate.term();
    List<String> words = candidate.words();
    if (candidate.animate()) {
      return creatures.next(term);
    }
    boolean capital = Character.isUpperCase(term.codePointAt(0));
    if (capital && words.size() > 1 && !words.contains("of") && isOrdinary(words.getLast())) {
      return surnames.next(term) + " " + words.getLast();
    }
    String thing = things.next(words.size() > 1).orElseGet(() -> surnames.next(term));
    String fitting = capital ? thing : thing.toLowerCase(Locale.ROOT);
    return term.matches(".*[^s]s") ? plural(fitting) : fitting;
  }
}
