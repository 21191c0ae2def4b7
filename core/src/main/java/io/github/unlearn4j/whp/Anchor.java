package io.github.unlearn4j.whp;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.unlearn4j.base.UserError;
import java.util.List;

/**
 * An expression particular to the target, with its generic stand-ins (paper section 3.2).
 *
 * @param term as it stands in the running text; at least one letter or digit
 * @param kind what it names
 * @param translations its stand-ins; one of them is drawn for each block
 * @param count occurrences in the target; 0: not counted
 * @param score how particular to the target it is, larger is more; 0: not scored
 * @param keep false: listed for review, but left alone in the text
 */
public record Anchor(
    String term,
    AnchorKind kind,
    List<String> translations,
    int count,
    double score,
    boolean keep) {

  public Anchor {
    if (term == null || !hasWord(term)) {
      throw UserError.badInput(
          "an anchor's term is '%s': give it at least one letter or digit".formatted(term));
    }
    if (kind == null) {
      throw UserError.badInput("anchor '%s' has no kind".formatted(term));
    }
    translations = List.copyOf(translations);
    if (keep && translations.isEmpty()) {
      throw UserError.badInput(
          "anchor '%s' has no translations: add one or set keep: false".formatted(term));
    }
    for (String translation : translations) {
      if (!hasWord(translation)) {
        throw UserError.badInput(
            "anchor '%s' has the translation '%s': give it at least one letter or digit"
                .formatted(term, translation));
      }
    }
  }

  /** A kept anchor of unknown kind, neither counted nor scored. */
  public static Anchor of(String term, String... translations) {
    return new Anchor(term, AnchorKind.OTHER, List.of(translations), 0, 0, true);
  }

  /** The same, listed but not replaced. */
  public Anchor leftAlone() {
    return new Anchor(term, kind, translations, count, score, false);
  }

  /** What a person may leave out of {@code anchors.yaml}: everything but term and translations. */
  @JsonCreator
  static Anchor read(
      @JsonProperty("term") String term,
      @JsonProperty("kind") AnchorKind kind,
      @JsonProperty("translations") List<String> translations,
      @JsonProperty("count") Integer count,
      @JsonProperty("score") Double score,
      @JsonProperty("keep") Boolean keep) {
    return new Anchor(
        term,
        kind == null ? AnchorKind.OTHER : kind,
        translations == null ? List.of() : translations,
        count == null ? 0 : count,
        score == null ? 0 : score,
        keep == null || keep);
  }

  static boolean hasWord(String text) {
    return text != null && text.codePoints().anyMatch(Character::isLetterOrDigit);
  }
}
