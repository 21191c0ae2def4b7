package io.github.unlearn4j.measure.ablation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether both parts together beat either alone at equal harm, as the paper has it: by what is left
 * of familiarity where each variant has forgotten most within the harm allowed.
 *
 * @param together the variant with both parts that has forgotten most by the tuning half
 */
record AblationVerdict(List<AblationRow> rows, String together, double retainPerplexityRatio) {
  private static final List<String> PARTS =
      List.of(VariantResult.ANCHORS_ONLY, VariantResult.BOOTSTRAP_ONLY);

  String sentence() {
    List<String> missing =
        Stream.concat(Stream.of(together), PARTS.stream())
            .filter(name -> row(name) == null)
            .toList();
    if (!missing.isEmpty()) {
      return "Whether both parts together beat either alone is not known: not run: %s."
          .formatted(String.join(", ", missing));
    }
    String numbers =
        Stream.concat(Stream.of(together), PARTS.stream())
            .map(name -> inWords(row(name)))
            .collect(Collectors.joining(", "));
    return "%s, %s (familiarity left: %s).".formatted(harm(), claim(), numbers);
  }

  private String harm() {
    if (row(together).curve().getFirst().retainPerplexity() == null) {
      return "Without retain text, and so without regard to harm";
    }
    return "At equal harm, retain perplexity at most %s times the baseline's"
        .formatted(retainPerplexityRatio);
  }

  private String claim() {
    List<String> unbeaten = PARTS.stream().filter(part -> !isBeaten(part)).toList();
    return switch (unbeaten.size()) {
      case 0 -> bothParts() + " beat either alone here";
      case 1 -> "%s do not beat %s here".formatted(bothParts(), unbeaten.getFirst());
      default -> bothParts() + " beat neither alone here";
    };
  }

  private String bothParts() {
    long tried = rows.stream().filter(row -> VariantResult.hasBothParts(row.variant())).count();
    return tried == 1
        ? "both parts together"
        : "both parts together, at the best of %d alphas by the tuning half,".formatted(tried);
  }

  /** Strictly less must be left; who is never within the harm allowed beats nobody. */
  private boolean isBeaten(String part) {
    AblationRow.State both = row(together).equalHarm();
    AblationRow.State alone = row(part).equalHarm();
    return both != null && (alone == null || both.left() < alone.left());
  }

  private static String inWords(AblationRow row) {
    return row.equalHarm() == null
        ? row.variant() + " never within"
        : String.format(Locale.ROOT, "%s %.4g", row.variant(), row.equalHarm().left());
  }

  private AblationRow row(String variant) {
    return rows.stream().filter(row -> row.variant().equals(variant)).findFirst().orElse(null);
  }
}
