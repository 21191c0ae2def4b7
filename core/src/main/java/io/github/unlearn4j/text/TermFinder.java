package io.github.unlearn4j.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds many terms in a text in one pass, whole words only. At each place the longest term wins.
 * White space inside a term matches any run of it (a line break too), apostrophes and hyphens match
 * their typographic forms. Besides the term as written its capitals are found (headings), and for a
 * term in lower case its capitalised form. Plurals are other words: list them if they matter.
 */
public final class TermFinder {
  private static final class Node {
    final Map<Character, Node> next = new HashMap<>();
    int term = -1;
    TermForm form;
  }

  private final List<String> terms;
  private final Node root = new Node();

  /** Later forms never displace earlier ones: a term as written wins over another in capitals. */
  public TermFinder(List<String> terms) {
    this.terms = List.copyOf(terms);
    for (TermForm form : TermForm.values()) {
      for (int term = 0; term < terms.size(); term++) {
        put(term, form);
      }
    }
  }

  public List<String> terms() {
    return terms;
  }

  /** The terms of {@code text} from left to right, none overlapping. */
  public List<TermMatch> find(String text) {
    FoldedText folded = FoldedText.of(text);
    List<TermMatch> found = new ArrayList<>();
    int at = 0;
    while (at < folded.chars().length) {
      List<TermMatch> here = startingAt(text, folded, at);
      if (here.isEmpty()) {
        at++;
        continue;
      }
      TermMatch longest = here.getLast();
      found.add(longest);
      while (at < folded.chars().length && folded.starts()[at] < longest.end()) {
        at++;
      }
    }
    return found;
  }

  /** How often each term occurs in {@code text}, in the order of {@link #terms}. */
  public int[] count(String text) {
    int[] counts = new int[terms.size()];
    find(text).forEach(match -> counts[match.term()]++);
    return counts;
  }

  /** Every term that occurs anywhere in {@code text}, inside longer ones too. */
  public SortedSet<Integer> within(String text) {
    FoldedText folded = FoldedText.of(text);
    SortedSet<Integer> found = new TreeSet<>();
    for (int at = 0; at < folded.chars().length; at++) {
      startingAt(text, folded, at).forEach(match -> found.add(match.term()));
    }
    return found;
  }

  private List<TermMatch> startingAt(String text, FoldedText folded, int at) {
    Node node = root.next.get(folded.chars()[at]);
    if (node == null || !WordBoundary.before(text, folded.starts()[at])) {
      return List.of();
    }
    List<TermMatch> matches = new ArrayList<>(2);
    int start = folded.starts()[at];
    for (int i = at; node != null; ) {
      int end = folded.ends()[i];
      if (node.term >= 0 && WordBoundary.behind(text, end)) {
        matches.add(new TermMatch(node.term, start, end, node.form));
      }
      i++;
      node = i < folded.chars().length ? node.next.get(folded.chars()[i]) : null;
    }
    return matches;
  }

  private void put(int term, TermForm form) {
    Node node = root;
    for (char unit : FoldedText.fold(form.of(terms.get(term))).toCharArray()) {
      node = node.next.computeIfAbsent(unit, fresh -> new Node());
    }
    if (node.term < 0) {
      node.term = term;
      node.form = form;
    }
  }
}
