package io.github.unlearn4j.whp.find;

import io.github.unlearn4j.text.TermFinder;
import io.github.unlearn4j.text.TermMatch;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Looks a dictionary over before labels are made from it; the kept anchors only. */
public final class AnchorCheck {
  /** So many words of target, on average, should hold an anchor. */
  static final int WORDS_PER_ANCHOR = 200;

  private static final Pattern WORD = Pattern.compile("\\S+");

  private final List<Anchor> anchors;
  private final String target;
  private final String retain;
  private final List<Warning> warnings = new ArrayList<>();

  private AnchorCheck(AnchorDictionary dictionary, String target, String retain) {
    this.anchors = dictionary.kept();
    this.target = target;
    this.retain = retain;
  }

  /** The warnings, gravest kind first, in the order of the dictionary. */
  public static List<Warning> of(AnchorDictionary dictionary, String target, String retain) {
    AnchorCheck check = new AnchorCheck(dictionary, target, retain);
    check.standIns();
    check.lookAlikes();
    check.nesting();
    check.frequencies();
    check.warnings.sort(Comparator.comparing(Warning::kind));
    return List.copyOf(check.warnings);
  }

  private void warn(Warning.Kind kind, String term, String message, Object... values) {
    warnings.add(new Warning(kind, term, message.formatted(values)));
  }

  private void standIns() {
    Map<String, String> owner = new HashMap<>();
    for (Anchor anchor : anchors) {
      for (String standIn : anchor.translations()) {
        String other = owner.putIfAbsent(standIn.toLowerCase(Locale.ROOT), anchor.term());
        if (other != null && !other.equalsIgnoreCase(anchor.term())) {
          warn(
              Warning.Kind.COLLISION,
              anchor.term(),
              "'%s' and '%s' share the stand-in '%s': give one of them another",
              other,
              anchor.term(),
              standIn);
        }
      }
    }
    inTarget();
  }

  private void inTarget() {
    List<String> standIns =
        anchors.stream().flatMap(anchor -> anchor.translations().stream()).distinct().toList();
    TermFinder finder = new TermFinder(standIns);
    Map<String, Integer> found = new HashMap<>();
    for (TermMatch match : finder.find(target)) {
      found.merge(standIns.get(match.term()), 1, Integer::sum);
    }
    for (Anchor anchor : anchors) {
      for (String standIn : anchor.translations()) {
        if (found.containsKey(standIn) && !standIn.equals(anchor.term())) {
          warn(
              Warning.Kind.IN_TARGET,
              anchor.term(),
              "the stand-in '%s' of '%s' occurs in the target (%d times): choose a word it lacks",
              standIn,
              anchor.term(),
              found.get(standIn));
        }
      }
    }
  }

  private void lookAlikes() {
    Tally words = new Tally(WordScanner.scan(target + "\n\n" + retain));
    for (Anchor anchor : anchors) {
      for (String standIn : anchor.translations()) {
        if (LookAlike.resembles(standIn, anchor.term(), word -> words.lower(word) > 0)) {
          warn(
              Warning.Kind.LOOKS_LIKE_TARGET,
              anchor.term(),
              "the stand-in '%s' looks like '%s' itself: choose one further off",
              standIn,
              anchor.term());
        }
      }
    }
  }

  private void nesting() {
    List<String> terms = anchors.stream().map(Anchor::term).toList();
    TermFinder finder = new TermFinder(terms);
    for (Anchor outer : anchors) {
      for (int at : finder.within(outer.term())) {
        Anchor inner = anchors.get(at);
        if (inner != outer && !agree(outer, inner)) {
          warn(
              Warning.Kind.SUBSTRING,
              outer.term(),
              "'%s' stands inside '%s', but '%s' does not stand inside '%s': use the same name in"
                  + " both",
              inner.term(),
              outer.term(),
              inner.translations().getFirst(),
              outer.translations().getFirst());
        }
      }
    }
  }

  /** Whether each stand-in of the longer term holds the stand-in at the same place of the list. */
  private static boolean agree(Anchor outer, Anchor inner) {
    for (int i = 0; i < outer.translations().size(); i++) {
      String part = inner.translations().get(i % inner.translations().size());
      if (!outer.translations().get(i).contains(part)) {
        return false;
      }
    }
    return true;
  }

  private void frequencies() {
    long words = WORD.matcher(target).results().count();
    Keyness keyness = new Keyness(words, WORD.matcher(retain).results().count());
    TermCounts counts =
        new TermCounts(anchors.stream().map(Anchor::term).toList(), target, retain, keyness);
    long covered = 0;
    for (Anchor anchor : anchors) {
      int inTarget = counts.inTarget(anchor.term());
      int inRetain = counts.inRetain(anchor.term());
      covered += inTarget;
      if (inTarget == 0) {
        warn(
            Warning.Kind.ABSENT,
            anchor.term(),
            "'%s' does not occur in the target: check its spelling or remove it",
            anchor.term());
      } else if (!keyness.isParticular(inTarget, inRetain)) {
        warn(
            Warning.Kind.ORDINARY,
            anchor.term(),
            "'%s' is ordinary: %d times in the target, %d times in the retain text; set keep: false"
                + " unless it must go",
            anchor.term(),
            inTarget,
            inRetain);
      }
    }
    if (covered * WORDS_PER_ANCHOR < words) {
      warn(
          Warning.Kind.LITTLE_COVERED,
          "",
          "only %d anchors in %d words of target, fewer than one in %d: lower"
              + " anchors.minimum_count or add terms",
          covered,
          words,
          WORDS_PER_ANCHOR);
    }
  }
}
