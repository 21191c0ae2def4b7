package io.github.unlearn4j.whp;

import io.github.unlearn4j.text.Block;
import io.github.unlearn4j.text.Encoding;
import io.github.unlearn4j.text.FoldedText;
import io.github.unlearn4j.text.TermFinder;
import io.github.unlearn4j.text.TermMatch;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.text.WordBoundary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces the anchors of a block by stand-ins (algorithm 1 of the paper, first half). The same
 * seed and block give the same translation.
 */
public final class BlockTranslator {
  /** What may be thought to stand before a block, so that its first token comes out as it is. */
  private static final List<String> LEADS = List.of("", "\n", "a", ".");

  /** Characters that settle how the first token comes out. */
  private static final int LEAD_CHARACTERS = 64;

  private final List<Anchor> anchors;
  private final TermFinder finder;
  private final List<Set<Integer>> nested;
  private final StandInDraw draw;
  private final TextEncoder encoder;
  private final FirstTokens firstTokens;
  private final boolean anchorsForbidden;
  private int[] anchorTokens = {};

  /** By the paper's rules. */
  public BlockTranslator(AnchorDictionary dictionary, Tokenizer tokenizer, long seed) {
    this(dictionary, tokenizer::encodePlain, seed, false);
  }

  /**
   * Also forbids the anchors themselves (setting labels.forbid_anchors): a token that names an
   * anchor of this target is no label anywhere, and an anchor's first token not where the anchor
   * stands. Without this a baseline that knows the target well goes on reciting behind the
   * stand-ins.
   *
   * @param target all of its blocks
   */
  public static BlockTranslator forbiddingAnchors(
      AnchorDictionary dictionary, Tokenizer tokenizer, long seed, List<Block> target) {
    return forbiddingAnchors(dictionary, (TextEncoder) tokenizer::encodePlain, seed, target);
  }

  static BlockTranslator forbiddingAnchors(
      AnchorDictionary dictionary, TextEncoder encoder, long seed, List<Block> target) {
    BlockTranslator translator = new BlockTranslator(dictionary, encoder, seed, true);
    translator.anchorTokens = AnchorTokens.of(target, translator.finder);
    return translator;
  }

  BlockTranslator(AnchorDictionary dictionary, TextEncoder encoder, long seed) {
    this(dictionary, encoder, seed, false);
  }

  private BlockTranslator(
      AnchorDictionary dictionary, TextEncoder encoder, long seed, boolean anchorsForbidden) {
    this.encoder = encoder;
    this.anchorsForbidden = anchorsForbidden;
    anchors = dictionary.kept();
    finder = new TermFinder(anchors.stream().map(Anchor::term).toList());
    nested = new ArrayList<>();
    for (int term = 0; term < anchors.size(); term++) {
      Set<Integer> inner = new HashSet<>(finder.within(anchors.get(term).term()));
      inner.remove(term);
      nested.add(inner);
    }
    draw = new StandInDraw(anchors, nested, seed);
    firstTokens = new FirstTokens(encoder);
  }

  /** The kept anchors; a {@link Replacement#term()} counts in this list. */
  public List<Anchor> anchors() {
    return anchors;
  }

  public BlockTranslation translate(Block block) {
    StandInDraw.Block drawn = draw.of(block.index(), block.text());
    StringBuilder text = new StringBuilder();
    List<Replacement> replacements = replace(block.text(), drawn, text);
    if (replacements.isEmpty()) {
      PositionMap identity = PositionMap.identity(block.tokens().length());
      ForbiddenTokens forbidden = forbiddenFromTheStart().build();
      return new BlockTranslation(
          block, block.text(), block.tokens(), identity, forbidden, List.of(), 0);
    }
    Encoding translated = encodeLike(block, text.toString());
    PositionMap map = PositionMap.of(block.tokens(), translated, replacements);
    return new BlockTranslation(
        block,
        text.toString(),
        translated,
        map,
        forbidden(block, translated, map, replacements, drawn),
        replacements,
        drawn.collisions());
  }

  private List<Replacement> replace(String original, StandInDraw.Block drawn, StringBuilder text) {
    List<Replacement> replacements = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    int copied = 0;
    for (TermMatch match : finder.find(original)) {
      String standIn = match.form().of(drawn.standIn(match.term()));
      String met = original.substring(match.start(), match.end());
      if (FoldedText.fold(standIn).equals(FoldedText.fold(met))) {
        continue;
      }
      text.append(original, copied, match.start());
      int start = text.length();
      text.append(standIn);
      copied = match.end();
      boolean repeated = !seen.add(match.term());
      // "Ada Moor" has introduced "Moor" as well: a later "Moor" is no first occurrence.
      seen.addAll(introduced(match.term(), drawn));
      replacements.add(
          new Replacement(
              match.term(), match.start(), match.end(), start, text.length(), standIn, repeated));
    }
    text.append(original, copied, original.length());
    return replacements;
  }

  /** The terms within a term whose stand-ins stand within its stand-in: other forms of a name. */
  private List<Integer> introduced(int term, StandInDraw.Block drawn) {
    String standIn = drawn.standIn(term);
    return nested.get(term).stream()
        .filter(inner -> WordBoundary.contains(standIn, drawn.standIn(inner)))
        .toList();
  }

  private ForbiddenTokens.Builder forbiddenFromTheStart() {
    ForbiddenTokens.Builder forbidden = new ForbiddenTokens.Builder();
    forbidden.add(anchorTokens, 0);
    return forbidden;
  }

  private ForbiddenTokens forbidden(
      Block block,
      Encoding translated,
      PositionMap map,
      List<Replacement> replacements,
      StandInDraw.Block drawn) {
    ForbiddenTokens.Builder forbidden = forbiddenFromTheStart();
    for (Replacement replacement : replacements) {
      if (anchorsForbidden) {
        forbidWhereItStands(forbidden, block, map, replacement);
      }
      int first = PositionMap.tokenBefore(translated, replacement.translatedStart()) + 1;
      forbid(forbidden, replacement.term(), replacement.standIn(), first + 1);
      forbid(forbidden, replacement.term(), drawn.standIn(replacement.term()), first + 1);
      for (int inner : introduced(replacement.term(), drawn)) {
        forbid(forbidden, inner, drawn.standIn(inner), first + 1);
      }
    }
    return forbidden.build();
  }

  private static void forbidWhereItStands(
      ForbiddenTokens.Builder forbidden, Block block, PositionMap map, Replacement replacement) {
    int before = PositionMap.tokenBefore(block.tokens(), replacement.start());
    String anchor = block.text().substring(replacement.start(), replacement.end());
    if (before >= 0
        && map.translated()[before] != PositionMap.NONE
        && FirstTokens.isTelling(anchor)) {
      forbidden.addAlone(block.tokens().ids()[before + 1], map.translated()[before]);
    }
  }

  private void forbid(ForbiddenTokens.Builder forbidden, int term, String standIn, int position) {
    String telling = FirstTokens.telling(anchors.get(term).term(), standIn);
    forbidden.add(firstTokens.of(telling), position);
  }

  /**
   * A tokenizer may treat the beginning of a text as the beginning of a word, but a block begins
   * wherever the one before ended: think something in front of it that gives the block's own first
   * token.
   */
  private Encoding encodeLike(Block block, String text) {
    for (String lead : LEADS) {
      Encoding head = encoder.encodeBehind(lead, head(block.text()));
      if (head != null && head.length() > 0 && head.ids()[0] == block.tokens().ids()[0]) {
        Encoding behind = encoder.encodeBehind(lead, text);
        if (behind != null) {
          return behind;
        }
      }
    }
    return encoder.encode(text);
  }

  private static String head(String text) {
    if (text.length() <= LEAD_CHARACTERS) {
      return text;
    }
    int end = Character.isLowSurrogate(text.charAt(LEAD_CHARACTERS)) ? 1 : 0;
    return text.substring(0, LEAD_CHARACTERS + end);
  }
}
