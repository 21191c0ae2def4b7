package io.github.unlearn4j.whp;

import io.github.unlearn4j.kernels.LogSum;
import io.github.unlearn4j.text.Encoding;
import io.github.unlearn4j.train.SoftTargets;
import io.github.unlearn4j.whp.LabelExplanation.Choice;
import io.github.unlearn4j.whp.LabelExplanation.Named;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Sees how one block comes to its labels, while the labels are made: what it tells is what decided,
 * not a second opinion. Holds a copy of the baseline's row for each position whose label is not
 * decided yet. Rows may come from several threads at once.
 */
public final class LabelWitness {
  private static final int CHOICES = 5;

  private final int block;
  private final IntFunction<String> tokenText;
  private BaselineRow[] rows;
  private LabelExplanation[] decided;
  private BlockRows seen;

  /** The baseline's row as it came, and what its forbidden tokens were overwritten with. */
  private record BaselineRow(float[] logits, double logSum, float mean) {}

  /**
   * @param block number of the block in its corpus
   * @param tokenText what a token reads as
   */
  public LabelWitness(int block, IntFunction<String> tokenText) {
    this.block = block;
    this.tokenText = tokenText;
  }

  boolean isAbout(BlockRows rows) {
    return rows.translation().block().index() == block;
  }

  /** A block before its first row. */
  void begin(BlockRows block) {
    if (isAbout(block)) {
      seen = block;
      rows = new BaselineRow[block.rows()];
      decided = new LabelExplanation[block.rows()];
    }
  }

  /** A row of the baseline, before forbidden tokens are overwritten by {@code mean}. */
  void baseline(BlockRows block, int row, float[] logits, int vocabulary, float mean) {
    if (isAbout(block)) {
      float[] copy = Arrays.copyOf(logits, vocabulary);
      rows[row] = new BaselineRow(copy, LogSum.of(copy, vocabulary), mean);
    }
  }

  /** A row whose label is certain now. */
  void decided(BlockRows block, int row, float[] reinforced, float shift, int label) {
    if (!isAbout(block)) {
      return;
    }
    BaselineRow baseline = rows[row];
    int vocabulary = baseline.logits().length;
    int position = block.translatedPosition(row);
    ForbiddenTokens forbidden = block.translation().forbidden();
    double reinforcedLogSum = reinforced == null ? 0 : LogSum.of(reinforced, vocabulary);
    IntFunction<Choice> choice =
        id -> {
          boolean isForbidden = forbidden.reason(position, id) != null;
          float value = isForbidden ? baseline.mean() : baseline.logits()[id];
          return new Choice(
              id,
              tokenText.apply(id),
              Math.exp(baseline.logits()[id] - baseline.logSum()),
              reinforced == null ? null : Math.exp(reinforced[id] - reinforcedLogSum),
              reinforced == null ? 0 : Math.max(reinforced[id] + shift - value, 0),
              isForbidden);
        };
    int[] likeliest = likeliest(baseline.logits(), vocabulary);
    int next = block.next(row);
    decided[row] =
        new LabelExplanation(
            block.position(row),
            token(block, block.position(row)),
            token(block.translation().text(), block.translation().tokens(), position),
            rules(
                block,
                row,
                likeliest[0],
                baseline.logits()[label] < baseline.logits()[likeliest[0]]),
            choice.apply(label),
            next < vocabulary ? choice.apply(next) : null,
            Arrays.stream(likeliest).mapToObj(choice).toList(),
            reinforced == null
                ? List.of()
                : Arrays.stream(likeliest(reinforced, vocabulary)).mapToObj(choice).toList(),
            List.of());
    rows[row] = null;
  }

  /**
   * What was seen, once the labels are made.
   *
   * @param labels in which the block is
   */
  public BlockExplanation explanation(GenericLabels labels, LabelSettings settings) {
    LabelledBlock labelled =
        labels.blocks().stream().filter(each -> each.index() == block).findFirst().orElseThrow();
    List<LabelExplanation> positions = new ArrayList<>();
    for (int position = 0; position < labelled.ids().length; position++) {
      int row = seen.rowOf(position);
      positions.add(
          row < 0
              ? leftOut(position, labelled.ids().length)
              : withSoft(decided[row], labelled.soft()));
    }
    return new BlockExplanation(block, seen.translation().block().document(), settings, positions);
  }

  private LabelExplanation leftOut(int position, int length) {
    PositionMap map = seen.translation().map();
    LabelRule rule =
        switch (map.gaps()[position]) {
          case INSIDE_ANCHOR -> LabelRule.INSIDE_ANCHOR;
          case BEFORE_REPEAT -> LabelRule.SECOND_OCCURRENCE;
          case OTHER_END -> LabelRule.OTHER_END;
          case null -> position == length - 1 ? LabelRule.LAST_OF_BLOCK : LabelRule.BEYOND_CONTEXT;
        };
    int translated = map.translated()[position];
    return new LabelExplanation(
        position,
        token(seen, position),
        translated == PositionMap.NONE
            ? null
            : token(seen.translation().text(), seen.translation().tokens(), translated),
        List.of(rule),
        null,
        null,
        List.of(),
        List.of(),
        List.of());
  }

  private LabelExplanation withSoft(LabelExplanation hard, SoftTargets soft) {
    if (soft == null) {
      return hard;
    }
    List<Named> named = new ArrayList<>();
    int from = hard.position() * soft.perPosition();
    for (int i = from; i < from + soft.perPosition(); i++) {
      int id = soft.ids()[i];
      named.add(new Named(id, tokenText.apply(id), soft.probabilities()[i]));
    }
    named.sort(Comparator.comparingDouble(each -> -each.probability()));
    return new LabelExplanation(
        hard.position(),
        hard.token(),
        hard.translated(),
        hard.rules(),
        hard.label(),
        hard.next(),
        hard.baseline(),
        hard.reinforced(),
        named);
  }

  /**
   * @param first the baseline's first choice
   * @param lower whether the label is less likely (bfloat16 has many equals)
   */
  private static List<LabelRule> rules(BlockRows block, int row, int first, boolean lower) {
    BlockTranslation translation = block.translation();
    List<LabelRule> rules = new ArrayList<>();
    if (isBeforeFirstOccurrence(translation, block.position(row))) {
      rules.add(LabelRule.FIRST_OCCURRENCE);
    }
    switch (translation.forbidden().reason(block.translatedPosition(row), first)) {
      case ANCHOR -> rules.add(LabelRule.ANCHOR_FORBIDDEN);
      case STAND_IN -> rules.add(LabelRule.STAND_IN_FORBIDDEN);
      case null -> {
        if (lower) {
          rules.add(LabelRule.PUSHED_DOWN);
        }
      }
    }
    return rules.isEmpty() ? List.of(LabelRule.PLAIN) : List.copyOf(rules);
  }

  private static boolean isBeforeFirstOccurrence(BlockTranslation translation, int position) {
    Encoding tokens = translation.block().tokens();
    return translation.replacements().stream()
        .anyMatch(
            replacement ->
                !replacement.repeated()
                    && PositionMap.tokenBefore(tokens, replacement.start()) == position);
  }

  /** Of equals the lowest id comes first, as with the labels. */
  private static int[] likeliest(float[] logits, int vocabulary) {
    return Arrays.stream(Candidates.likeliest(logits, vocabulary, Math.min(CHOICES, vocabulary)))
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer id) -> -logits[id])
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static String token(BlockRows block, int position) {
    return token(
        block.translation().block().text(), block.translation().block().tokens(), position);
  }

  private static String token(String text, Encoding tokens, int position) {
    return text.substring(tokens.starts()[position], tokens.ends()[position]);
  }
}
