package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Stand-ins of the same kind as each term: real and common names, so that a model finds them
 * nothing special. None is given twice and none is a name of the target. Several of them keep the
 * labels from being tied to one name. Forms of one name have theirs at the same place of the lists:
 * a term made of another is made of its stand-ins, and two places with one first name share it.
 */
final class StandIns {
  /** A term gets one stand-in for so many occurrences: more would hardly ever be drawn. */
  private static final int OCCURRENCES = 2;

  private static final List<String> NAME_ENDINGS = List.of("son", "man", "well", "worth", "er");
  private static final List<String> TOWN_ENDINGS = List.of("ton", "ford", "field", "bury", "ham");

  private static final List<String> RANK_ENDINGS = List.of(" Regent", " Elect", " Palatine");
  private static final List<String> LORDS =
      List.of("Viceroy", "Chancellor", "Marquis", "Baron", "Regent", "Governor", "Viscount");
  private static final List<String> LADIES =
      List.of("Marchioness", "Baroness", "Empress", "Abbess", "Governess", "Viscountess");

  private static final List<String> TRADES =
      List.of(
          "Chandler",
          "Glazier",
          "Saddler",
          "Weaver",
          "Cobbler",
          "Thatcher",
          "Tinker",
          "Drover",
          "Ferryman",
          "Gardener",
          "Tanner",
          "Carpenter");

  /** From this many occurrences in lower case a word is an ordinary one. */
  private static final int ORDINARY = 3;

  private final Tally target;
  private final NameLists lists;
  private final NamePool men;
  private final NamePool women;
  private final NamePool surnames;
  private final NamePool towns;
  private final NamePool creatures;
  private final NamePool trades;
  private final NamePool lords;
  private final NamePool ladies;
  private final Things things;
  private final int most;
  private final Map<String, List<String>> translations = new HashMap<>();

  /** Of names that go before an ordinary word: "Boscombe" of "Boscombe Pool". */
  private final Map<String, List<String>> stems = new HashMap<>();

  /** Of the terms of one word. */
  private final Map<String, AnchorKind> kinds = new HashMap<>();

  /**
   * @param candidates most particular first: they get the most common names
   * @param most stand-ins of a term
   * @param pieces into how many tokens the baseline cuts a name
   */
  StandIns(
      NameLists lists,
      Tally target,
      List<Candidate> candidates,
      int most,
      ToIntFunction<String> pieces,
      long seed) {
    this.target = target;
    this.lists = lists;
    this.most = most;
    Set<String> taken = new HashSet<>(target.keys());
    Random random = new Random(seed);
    men = new NamePool(lists.maleNames(), pieces, NAME_ENDINGS, taken, random);
    women = new NamePool(lists.femaleNames(), pieces, List.of("lyn", "ette", "ina"), taken, random);
    surnames = new NamePool(lists.surnames(), pieces, NAME_ENDINGS, taken, random);
    towns = new NamePool(lists.towns(), pieces, TOWN_ENDINGS, taken, random);
    creatures =
        new NamePool(List.of(lists.animals()), pieces, List.of("ling", "kin"), taken, random);
    trades = new NamePool(List.of(TRADES), pieces, List.of(" Warden", " Clerk"), taken, random);
    lords = new NamePool(List.of(LORDS), pieces, RANK_ENDINGS, taken, random);
    ladies = new NamePool(List.of(LADIES), pieces, RANK_ENDINGS, taken, random);
    things = new Things(pieces, taken, random);
    candidates.stream()
        .filter(candidate -> candidate.words().size() == 1)
        .forEach(candidate -> kinds.put(candidate.term(), candidate.kind()));
    Set<String> terms = candidates.stream().map(Candidate::term).collect(Collectors.toSet());
    List<Candidate> free =
        candidates.stream().filter(candidate -> isFree(candidate, terms)).toList();
    for (int place = 0; place < most; place++) {
      for (Candidate candidate : free) {
        if (place < wanted(candidate.count())) {
          List<String> made =
              translations.computeIfAbsent(candidate.term(), term -> new ArrayList<>());
          made.add(makeOne(candidate, place));
        }
      }
    }
    Map<String, Candidate> others =
        candidates.stream()
            .filter(candidate -> !isFree(candidate, terms))
            .collect(Collectors.toMap(Candidate::term, candidate -> candidate));
    others.keySet().forEach(term -> standIns(term, others));
  }

  /** Whether the stand-ins follow from no other term's. */
  private boolean isFree(Candidate candidate, Set<String> terms) {
    return !candidate.isPluralOf(kinds)
        && !isWrittenSmallToo(candidate, terms)
        && inner(candidate).isEmpty();
  }

  /** "Copper Beeches" beside "copper beeches". */
  private static boolean isWrittenSmallToo(Candidate candidate, Set<String> terms) {
    String small = candidate.term().toLowerCase(Locale.ROOT);
    return !small.equals(candidate.term()) && terms.contains(small);
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

  private int wanted(int count) {
    return Math.clamp((count + OCCURRENCES - 1) / OCCURRENCES, 1, most);
  }

  /**
   * A term's stand-ins, which may follow from those of a term that itself follows from another:
   * "Order of Mages" from "Mages" from "Mage".
   *
   * @param others the terms that are not free
   */
  private List<String> standIns(String term, Map<String, Candidate> others) {
    List<String> known = translations.get(term);
    if (known == null) {
      known = derive(others.get(term), others);
      translations.put(term, known);
    }
    return known;
  }

  private List<String> derive(Candidate candidate, Map<String, Candidate> others) {
    if (candidate.isPluralOf(kinds)) {
      return standIns(candidate.singular(), others).stream().map(StandIns::plural).toList();
    }
    Optional<String> inner = inner(candidate);
    if (inner.isPresent()) {
      return compose(candidate, inner.get(), standIns(inner.get(), others));
    }
    String small = candidate.term().toLowerCase(Locale.ROOT);
    return standIns(small, others).stream().map(StandIns::inCapitals).toList();
  }

  /** "Hatherley Farm" takes over the stand-ins of "Hatherley" if the rest is ordinary. */
  private Optional<String> inner(Candidate candidate) {
    List<String> words = candidate.words();
    List<String> inner = words.stream().filter(kinds::containsKey).distinct().toList();
    boolean restIsOrdinary =
        words.stream().allMatch(word -> inner.contains(word) || isOrdinary(word));
    return words.size() > 1 && inner.size() == 1 && restIsOrdinary
        ? Optional.of(inner.getFirst())
        : Optional.empty();
  }

  private static List<String> compose(Candidate candidate, String inner, List<String> standIns) {
    return standIns.stream()
        .map(
            standIn ->
                candidate.words().stream()
                    .map(word -> word.equals(inner) ? standIn : word)
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  private static String inCapitals(String phrase) {
    return Arrays.stream(phrase.split(" "))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining(" "));
  }

  private boolean isOrdinary(String word) {
    String key = Word.keyOf(word);
    return Cues.isHead(key) || Cues.isHonorific(key) || target.lower(key) >= ORDINARY;
  }

  private String makeOne(Candidate candidate, int place) {
    String term = candidate.term();
    return switch (candidate.kind()) {
      case GIVEN_NAME_FEMALE -> women.next(term);
      case GIVEN_NAME_MALE -> men.next(term);
      case SURNAME, OTHER -> surnames.next(term);
      case FULL_NAME -> given(candidate).next(term) + " " + surnames.next(term);
      case TITLE -> title(candidate);
      case PLACE -> place(candidate, place);
      case ORGANISATION -> headed(candidate, head(candidate, Cues.ORGANISATION_HEADS), place);
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
  private String place(Candidate candidate, int place) {
    String head = head(candidate, Cues.PLACE_HEADS);
    return head.isEmpty() ? towns.next(candidate.term()) : headed(candidate, head, place);
  }

  /** A name before "Street", the same one wherever the target has the same. */
  private String headed(Candidate candidate, String head, int place) {
    String stem = candidate.term().replace(head, "").strip();
    List<String> names = stems.computeIfAbsent(stem, fresh -> new ArrayList<>());
    while (names.size() <= place) {
      names.add(surnames.next(candidate.term()));
    }
    return names.get(place) + " " + head;
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
      boolean trade = term.matches("\\w+(master|keeper|man|smith|er|or)");
      return (trade ? trades : creatures).next(term);
    }
    boolean capital = Character.isUpperCase(term.codePointAt(0));
    if (capital && words.size() > 1 && !words.contains("of") && isOrdinary(words.getLast())) {
      return surnames.next(term) + " " + words.getLast();
    }
    String thing = things.next(term, words.size() > 1).orElseGet(() -> surnames.next(term));
    String fitting = capital ? thing : thing.toLowerCase(Locale.ROOT);
    return term.matches(".*([^s]s|men|children)") ? plural(fitting) : fitting;
  }
}
