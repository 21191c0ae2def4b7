package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.text.TermFinder;
import io.github.unlearn4j.text.TermMatch;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the terms that the baseline offers of its own accord: names of the world at large, such as
 * "Winchester", that stand in the target but do not belong to it.
 *
 * <p>With T the mean log probability of the whole term at its own places in the target, <b>every
 * name before it replaced by its stand-in</b>, and N the one behind a few words that any story
 * might have, a term is left alone if T &gt; {@link #READY} and T − N &lt; {@link #CALLED_FORTH}.
 * An invented name has a low T; one that the baseline has learnt from the target has a high T and a
 * much lower N. The numbers are measured, see docs/log.md.
 *
 * <p>People are not asked about, nor what the target names often, nor a part of a longer name.
 */
final class Expected {
  static final double READY = -12;
  static final double CALLED_FORTH = 10;

  /** A term this many times as frequent as the least frequent one is the target's anyway. */
  private static final int FREQUENT = 5;

  private static final int MOST_SLOTS = 300;
  private static final int SLOTS_PER_TERM = 3;
  private static final int SLOTS_AT_A_TIME = 64;
  private static final int LEAST_BEFORE = 40;
  private static final int MOST_BEFORE = 220;
  private static final Set<AnchorKind> ASKED =
      Set.of(AnchorKind.PLACE, AnchorKind.ORGANISATION, AnchorKind.OBJECT, AnchorKind.OTHER);
  private static final List<String> ANYWHERE =
      List.of(
          "It was",
          "They spoke of",
          "He came from",
          "There is a story about",
          "I have often heard of");

  private final List<Anchor> anchors;
  private final String target;
  private final TermFinder finder;

  private Expected(List<Anchor> anchors, String target) {
    this.anchors = anchors;
    this.target = target;
    this.finder = new TermFinder(anchors.stream().map(Anchor::term).toList());
  }

  /** The terms of {@code anchors} to leave alone. */
  static Set<String> find(
      List<Anchor> anchors,
      String target,
      int minimumCount,
      Expectation expectation,
      Progress progress) {
    return new Expected(anchors, target).find(minimumCount, expectation, progress);
  }

  private Set<String> find(int minimumCount, Expectation expectation, Progress progress) {
    Map<String, Double> inTarget = ask(ownSlots(minimumCount), expectation, progress);
    List<String> ready =
        inTarget.keySet().stream().filter(term -> inTarget.get(term) > READY).sorted().toList();
    List<Expectation.Slot> elsewhere =
        ready.stream()
            .flatMap(term -> ANYWHERE.stream().map(before -> new Expectation.Slot(before, term)))
            .toList();
    Map<String, Double> anywhere = ask(elsewhere, expectation, progress);
    return ready.stream()
        .filter(term -> inTarget.get(term) - anywhere.get(term) < CALLED_FORTH)
        .collect(Collectors.toSet());
  }

  /** Mean log probability of each term over its slots. */
  private static Map<String, Double> ask(
      List<Expectation.Slot> slots, Expectation expectation, Progress progress) {
    double[] logarithms = new double[slots.size()];
    try (Progress.Task task = progress.start("expectation", slots.size(), "places")) {
      for (int from = 0; from < slots.size(); from += SLOTS_AT_A_TIME) {
        int to = Math.min(slots.size(), from + SLOTS_AT_A_TIME);
        double[] some = expectation.of(slots.subList(from, to));
        System.arraycopy(some, 0, logarithms, from, some.length);
        task.advance(some.length, "");
      }
    }
    return means(slots, logarithms);
  }

  private static Map<String, Double> means(List<Expectation.Slot> slots, double[] logarithms) {
    Map<String, double[]> sums = new HashMap<>();
    for (int i = 0; i < slots.size(); i++) {
      double[] sum = sums.computeIfAbsent(slots.get(i).term(), term -> new double[2]);
      sum[0] += logarithms[i];
      sum[1]++;
    }
    Map<String, Double> means = new HashMap<>();
    sums.forEach((term, sum) -> means.put(term, sum[0] / sum[1]));
    return means;
  }

  /** Places of the doubtful terms, spread evenly over the target; few terms get more of them. */
  private List<Expectation.Slot> ownSlots(int minimumCount) {
    Map<Integer, List<TermMatch>> places = new TreeMap<>();
    for (TermMatch match : finder.find(target)) {
      if (isDoubtful(match.term(), minimumCount) && isTelling(match)) {
        places.computeIfAbsent(match.term(), term -> new ArrayList<>()).add(match);
      }
    }
    int most = Math.clamp(MOST_SLOTS / Math.max(1, places.size()), 1, SLOTS_PER_TERM);
    List<Expectation.Slot> slots = new ArrayList<>();
    for (List<TermMatch> of : places.values().stream().limit(MOST_SLOTS).toList()) {
      int count = Math.min(most, of.size());
      for (int i = 0; i < count; i++) {
        TermMatch match = of.get((2 * i + 1) * of.size() / (2 * count));
        slots.add(
            new Expectation.Slot(withoutNames(before(match)), anchors.get(match.term()).term()));
      }
    }
    return slots;
  }

  private boolean isDoubtful(int index, int minimumCount) {
    Anchor anchor = anchors.get(index);
    return ASKED.contains(anchor.kind())
        && anchor.count() < FREQUENT * minimumCount
        && anchors.stream()
            .noneMatch(other -> other != anchor && finder.within(other.term()).contains(index));
  }

  /** Written as the term is, behind a space, with enough text before it that does not name it. */
  private boolean isTelling(TermMatch match) {
    String term = anchors.get(match.term()).term();
    return match.start() > 0
        && Character.isWhitespace(target.charAt(match.start() - 1))
        && target.startsWith(term, match.start())
        && before(match).length() >= LEAST_BEFORE
        && !before(match).contains(term);
  }

  private String before(TermMatch match) {
    int from = Math.max(0, match.start() - MOST_BEFORE);
    while (from > 0 && from < match.start() && !Character.isWhitespace(target.charAt(from))) {
      from++;
    }
    return target.substring(from, match.start()).strip().replaceAll("\\s+", " ");
  }

  private String withoutNames(String text) {
    StringBuilder replaced = new StringBuilder();
    int at = 0;
    for (TermMatch match : finder.find(text)) {
      replaced.append(text, at, match.start());
      replaced.append(anchors.get(match.term()).translations().getFirst());
      at = match.end();
    }
    return replaced.append(text.substring(at)).toString();
  }
}
