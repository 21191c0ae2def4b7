package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.whp.AnchorKind;
import io.github.unlearn4j.whp.AnchorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which runs and words of the target are particular to it. */
final class CandidateFilter {
  /** Share of capitals inside sentences that a word needs to be a term by itself. */
  private static final double WORD_SHARE = 0.6;

  private static final int SHORTEST_WORD = 3;

  private final Tally target;
  private final Tally retain;
  private final NameLists lists;
  private final WorldNames world;
  private final AnchorSettings settings;
  private final Keyness keyness;
  private final EvidenceBook book;
  private final Map<String, Integer> retainSequences;

  CandidateFilter(Tally target, Tally retain, NameLists lists, AnchorSettings settings) {
    this.target = target;
    this.retain = retain;
    this.lists = lists;
    this.world = new WorldNames(lists);
    this.settings = settings;
    this.keyness = new Keyness(target.size(), retain.size());
    this.book = new EvidenceBook(target, lists);
    this.retainSequences = EvidenceBook.sequences(RunFinder.find(retain));
  }

  /** Terms with their kinds; not yet counted. */
  List<Candidate> candidates() {
    List<Evidence> all = book.all();
    List<Evidence> words =
        all.stream().filter(one -> one.words.size() == 1 && isTerm(one)).toList();
    Set<String> terms = words.stream().map(one -> one.term).collect(Collectors.toSet());
    List<Candidate> found = new ArrayList<>();
    words.forEach(one -> found.add(candidate(one)));
    all.stream()
        .filter(one -> one.words.size() > 1 && isSequence(one, terms))
        .forEach(one -> found.add(candidate(one)));
    TitlePhrases.find(target, retain, settings.minimumCount())
        .forEach(phrase -> found.add(Candidate.thing(phrase)));
    return plurals(found);
  }

  /** "The Cunninghams" are a family if Cunningham is a surname. */
  private static List<Candidate> plurals(List<Candidate> candidates) {
    Map<String, AnchorKind> kinds =
        candidates.stream().collect(Collectors.toMap(Candidate::term, Candidate::kind));
    return candidates.stream()
        .map(one -> one.isPluralOf(kinds) ? one.with(kinds.get(one.singular())) : one)
        .toList();
  }

  private Candidate candidate(Evidence evidence) {
    AnchorKind kind = evidence.kind(lists);
    boolean misnomer = kind == AnchorKind.FULL_NAME && !book.isPerson(evidence); // "Silver Blaze"
    return new Candidate(
        evidence.term,
        evidence.words.stream().map(Word::text).toList(),
        misnomer ? AnchorKind.OBJECT : kind,
        evidence.female(),
        evidence.personSigns() > 0,
        0,
        0);
  }

  private boolean isTerm(Evidence evidence) {
    Word word = evidence.words.getFirst();
    String key = word.key();
    int count = target.capital(key);
    if (count < settings.minimumCount()
        || key.length() < SHORTEST_WORD
        || evidence.isOwned()
        || !target.isName(key, WORD_SHARE)
        || !keyness.isParticular(count, retain.capital(key))) {
      return false;
    }
    if (Cues.isHonorific(key)) {
      return !Cues.OTHER_HONORIFICS.contains(key) // a rank ("the Inspector") is anybody's
          && 2 * evidence.the > count; // "the Duchess", seldom "Duchess" before a name
    }
    int bearer = evidence.honorific + evidence.given + evidence.surname;
    if (2 * (evidence.alone + bearer) < settings.minimumCount()) {
      return false; // nearly always part of a longer name that is no person's
    }
    if (Cues.isHead(key)) {
      return evidence.honorific > 1;
    }
    boolean ordinary = target.lower(key) + retain.lower(key) > 2;
    return bearer > 1 || !(ordinary || world.contains(key));
  }

  private boolean isSequence(Evidence evidence, Set<String> wordTerms) {
    int count = book.sequenceCount(evidence.term);
    List<Word> parts = EvidenceBook.parts(evidence.words);
    if (evidence.alone < settings.minimumCount()
        || parts.isEmpty()
        || !keyness.isParticular(count, retainSequences.getOrDefault(evidence.term, 0))
        || world.contains(evidence.term)) {
      return false;
    }
    long covered = parts.stream().filter(word -> wordTerms.contains(word.text())).count();
    return covered < parts.size() && !(covered > 0 && book.isPerson(evidence));
  }
}
