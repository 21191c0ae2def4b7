package io.github.unlearn4j.whp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Gathers many replies into one dictionary by the rules of the paper's authors: a term named in
 * several replies keeps the list of its distinct stand-ins; {@code X's} goes if {@code X} is a
 * term; a term of several words goes if every word of it is itself a term.
 */
public final class ReplyMerger {
  private final Map<String, SequencedSet<String>> terms = new LinkedHashMap<>();
  private int replies;
  private int skipped;
  private int emptyEntries;

  /** Adds the text of one reply; one that does not parse is counted as skipped. */
  public void add(String reply) {
    add(ReplyParser.parse(reply));
  }

  /** Adds the content of one reply; an empty one is counted as skipped. */
  void add(Optional<Map<String, List<String>>> translations) {
    replies++;
    if (translations.isEmpty()) {
      skipped++;
      return;
    }
    translations.get().forEach((term, standIns) -> standIns.forEach(value -> add(term, value)));
  }

  private void add(String term, String standIn) {
    if (!Anchor.hasWord(term) || !Anchor.hasWord(standIn)) {
      emptyEntries++;
      return;
    }
    terms.computeIfAbsent(term, fresh -> new LinkedHashSet<>()).add(standIn);
  }

  /** Replies seen, skipped ones included. */
  public int replies() {
    return replies;
  }

  /** Replies that did not parse or were cut off. */
  public int skipped() {
    return skipped;
  }

  /** Entries left out because term or stand-in holds no letter or digit. */
  public int emptyEntries() {
    return emptyEntries;
  }

  /** Distinct terms before pruning. */
  public int mergedTerms() {
    return terms.size();
  }

  /** The pruned dictionary, terms in the order in which they were first named. */
  public AnchorDictionary dictionary() {
    List<Anchor> anchors = new ArrayList<>();
    terms.forEach(
        (term, standIns) -> {
          if (!redundant(term)) {
            anchors.add(anchor(term, List.copyOf(standIns)));
          }
        });
    return new AnchorDictionary(anchors);
  }

  /** A term that stands only for itself is listed, so that a person sees it, but not kept. */
  static Anchor anchor(String term, List<String> standIns) {
    boolean keep = !standIns.stream().allMatch(term::equals);
    return new Anchor(term, AnchorKind.OTHER, standIns, 0, 0, keep);
  }

  private boolean redundant(String term) {
    if (term.matches("(?s).*['’]s") && terms.containsKey(term.substring(0, term.length() - 2))) {
      return true;
    }
    String[] words = term.split("\\s+");
    return words.length > 1 && List.of(words).stream().allMatch(terms::containsKey);
  }
}
