package io.github.unlearn4j.whp;

import io.github.unlearn4j.text.WordBoundary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws one stand-in per term and block. The draw depends on the seed, the block's number and the
 * term alone, so editing one anchor leaves the others' draws as they were. Forms of one name ("Ada
 * Moor", "Moor") draw the same place of their lists, so lists in the same order stay consistent. A
 * stand-in that already stands in the block, or that another term has drawn there, is passed over
 * as long as the list has another one.
 */
final class StandInDraw {
  private final List<Anchor> anchors;
  private final int[] families;
  private final long seed;

  /**
   * @param nested for each anchor the anchors whose terms occur within its term
   */
  StandInDraw(List<Anchor> anchors, List<Set<Integer>> nested, long seed) {
    this.anchors = anchors;
    this.seed = seed;
    families = new int[anchors.size()];
    for (int term = 0; term < families.length; term++) {
      families[term] = term;
    }
    for (int term = 0; term < families.length; term++) {
      for (int inner : nested.get(term)) {
        families[family(term)] = family(inner);
      }
    }
  }

  /** The draws of one block. */
  Block of(int blockIndex, String text) {
    return new Block(blockIndex, text);
  }

  private int family(int term) {
    int representative = term;
    while (families[representative] != representative) {
      representative = families[representative];
    }
    families[term] = representative;
    return representative;
  }

  /** What was drawn in one block. */
  final class Block {
    private final int index;
    private final String text;
    private final Map<Integer, String> drawn = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private int collisions;

    private Block(int index, String text) {
      this.index = index;
      this.text = text;
    }

    /** The term's stand-in in this block; the term itself means: leave it. */
    String standIn(int term) {
      return drawn.computeIfAbsent(term, this::draw);
    }

    /** Terms whose every stand-in already stood in the block or was taken by another term. */
    int collisions() {
      return collisions;
    }

    private String draw(int term) {
      List<String> list = inDrawnOrder(term);
      for (String standIn : list) {
        if (!WordBoundary.contains(text, standIn) && taken.add(key(standIn))) {
          return standIn;
        }
      }
      String first = list.getFirst();
      if (!first.equals(anchors.get(term).term())) {
        collisions++;
      }
      return first;
    }

    private List<String> inDrawnOrder(int term) {
      List<String> translations = anchors.get(term).translations();
      String name = anchors.get(family(term)).term();
      long mixed = (seed * 0x9e3779b97f4a7c15L + index) * 0xbf58476d1ce4e5b9L + name.hashCode();
      int start = (int) (new SplittableRandom(mixed).nextDouble() * translations.size());
      List<String> order = new ArrayList<>(translations.subList(start, translations.size()));
      order.addAll(translations.subList(0, start));
      return order;
    }

    private static String key(String standIn) {
      return standIn.toLowerCase(Locale.ROOT);
    }
  }
}
