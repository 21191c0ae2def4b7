package io.github.unlearn4j.whp;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.unlearn4j.train.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Labels of the finetune's alpha that a person should look at. A label counts once, for the first
 * reason that fits.
 *
 * @param improbable less than a thousandth as probable as the baseline's likeliest token at the
 *     translated position (forbidden tokens aside): equation (1) has pushed down what was likelier
 * @param cutCharacters a token that is only a part of a character, where the text goes on otherwise
 * @param strayPieces a piece that begins with a letter right behind a space that ends a token (so
 *     that no word begins there), where the text goes on otherwise
 * @param places the first of them, in the order of the blocks
 */
public record SuspiciousLabels(
    int improbable, int cutCharacters, int strayPieces, List<Place> places) {
  /** Natural logarithm of how much less probable than the likeliest token is improbable. */
  static final float IMPROBABLE = (float) Math.log(1000);

  private static final int PLACES = 20;
  private static final String CUT = "\uFFFD";

  /** Why a label is suspicious. */
  public enum Reason {
    IMPROBABLE,
    CUT_CHARACTER,
    STRAY_PIECE;

    @JsonValue
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * @param label what the token reads as
   */
  public record Place(int block, int position, String label, Reason reason) {}

  static SuspiciousLabels of(
      GenericLabels labels, List<BlockTranslation> translations, IntFunction<String> tokenText) {
    List<Place> places = new ArrayList<>();
    for (int block = 0; block < translations.size(); block++) {
      int[] improbable = labels.effort().improbable().get(block);
      BlockTranslation translation = translations.get(block);
      int[] row = labels.blocks().get(block).labels()[0];
      for (int position = 0; position < row.length; position++) {
        if (row[position] == Example.IGNORED) {
          continue;
        }
        String label = tokenText.apply(row[position]);
        boolean isImprobable = Arrays.binarySearch(improbable, position) >= 0;
        Reason reason =
            isImprobable ? Reason.IMPROBABLE : fragment(translation, position, row, label);
        if (reason != null) {
          places.add(new Place(translation.block().index(), position, label, reason));
        }
      }
    }
    return new SuspiciousLabels(
        count(places, Reason.IMPROBABLE),
        count(places, Reason.CUT_CHARACTER),
        count(places, Reason.STRAY_PIECE),
        List.copyOf(places.subList(0, Math.min(PLACES, places.size()))));
  }

  public int total() {
    return improbable + cutCharacters + strayPieces;
  }

  /** What the original itself has there is never a fragment; null if the label is none. */
  private static Reason fragment(
      BlockTranslation translation, int position, int[] row, String label) {
    if (row[position] == translation.block().tokens().ids()[position + 1]) {
      return null;
    }
    if (label.contains(CUT)) {
      return Reason.CUT_CHARACTER;
    }
    int end = translation.tokens().ends()[translation.map().translated()[position]];
    boolean behindSpace = end > 0 && isSpace(translation.text().charAt(end - 1));
    boolean piece = !label.isEmpty() && Character.isLetter(label.codePointAt(0));
    return behindSpace && piece ? Reason.STRAY_PIECE : null;
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\t' || character == '\u00A0';
  }

  private static int count(List<Place> places, Reason reason) {
    return (int) places.stream().filter(place -> place.reason() == reason).count();
  }
}
