package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.whp.AnchorKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@link Evidence} of every word and word sequence that the runs of a text offer. */
final class EvidenceBook {
  private static final int LONGEST_TERM = 5;
  private static final int LONGEST_PERSON = 4;

  /** Who so often says or owns something is a person. */
  private static final int SPEAKS = 3;

  private final Tally tally;
  private final NameLists lists;
  private final Map<String, Evidence> byTerm = new LinkedHashMap<>();
  private final Map<String, Integer> sequenceCounts;

  EvidenceBook(Tally tally, NameLists lists) {
    this.tally = tally;
    this.lists = lists;
    List<NameRun> runs = RunFinder.find(tally);
    sequenceCounts = sequences(runs);
    runs.forEach(run -> of(run.words()).addAlone(run));
    List<NameRun> people = runs.stream().filter(run -> isPerson(of(run.words()))).toList();
    people.forEach(this::addParts); // only now, so that the answers above do not depend on order
  }

  /** Counts of all runs of several words, and of what lies inside longer ones. */
  static Map<String, Integer> sequences(List<NameRun> runs) {
    Map<String, Integer> counts = new HashMap<>();
    for (NameRun run : runs) {
      List<Word> words = run.words();
      for (int start = 0; start < words.size(); start++) {
        int limit = Math.min(words.size(), start + LONGEST_TERM);
        for (int end = start + 2; end <= limit; end++) {
          counts.merge(NameRun.term(words.subList(start, end)), 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  List<Evidence> all() {
    return new ArrayList<>(byTerm.values());
  }

  /** Occurrences of a sequence, those inside longer names included. */
  int sequenceCount(String term) {
    return sequenceCounts.getOrDefault(term, 0);
  }

  /**
   * Whether a sequence is a person's name: both its ends are names, and one of them is known to be
   * a person's, or the whole speaks or owns.
   */
  boolean isPerson(Evidence sequence) {
    List<Word> parts = parts(sequence.words);
    if (sequence.words.size() < 2
        || sequence.words.size() > LONGEST_PERSON
        || parts.isEmpty()
        || sequence.kind(lists) != AnchorKind.FULL_NAME) {
      return false;
    }
    if (sequence.honorific > 0) {
      return true;
    }
    Word first = parts.getFirst();
    Evidence last = of(List.of(parts.getLast()));
    boolean names = isName(first) && (isName(parts.getLast()) || last.honorific > 0);
    boolean known =
        sequence.person > 0
            || last.honorific > 0
            || lists.isGivenName(first.text())
            || of(List.of(first)).honorific > 0
            || of(List.of(first)).person >= SPEAKS;
    return names && known;
  }

  private boolean isName(Word word) {
    return tally.isName(word.key(), RunFinder.NAME_SHARE);
  }

  private void addParts(NameRun run) {
    List<Word> parts = parts(run.words());
    of(List.of(parts.getLast())).addPart(run, false);
    parts.subList(0, parts.size() - 1).forEach(word -> of(List.of(word)).addPart(run, true));
  }

  /** The capitalised words of more than one letter. */
  static List<Word> parts(List<Word> words) {
    return words.stream()
        .filter(word -> word.key().length() > 1 && Character.isUpperCase(word.text().charAt(0)))
        .toList();
  }

  private Evidence of(List<Word> words) {
    return byTerm.computeIfAbsent(NameRun.term(words), term -> new Evidence(words));
  }
}
