package io.github.unlearn4j.measure.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Variants of the method side by side; the file {@code measure/ablation.json}.
 *
 * @param retainPerplexityRatio what "equal harm" means: retain perplexity at most this factor of
 *     the baseline's
 * @param verdict whether both parts together beat either alone here, in one sentence
 */
public record AblationReport(
    double retainPerplexityRatio, List<AblationRow> variants, String verdict) {

  public static AblationReport of(List<VariantResult> results, double retainPerplexityRatio) {
    List<AblationRow> rows =
        results.stream().map(result -> AblationRow.of(result, retainPerplexityRatio)).toList();
    String together =
        results.stream()
            .filter(each -> VariantResult.hasBothParts(each.variant()))
            .min(Comparator.comparingDouble(each -> each.leftAtEqualHarm(retainPerplexityRatio)))
            .map(VariantResult::variant)
            .orElse(VariantResult.BOTH);
    String verdict = new AblationVerdict(rows, together, retainPerplexityRatio).sentence();
    return new AblationReport(retainPerplexityRatio, rows, verdict);
  }

  public void save(Path file) {
    Json.write(file, this);
  }

  /** Reads what {@link #save} wrote. */
  public static AblationReport load(Path file) {
    try {
      return Json.json().treeToValue(Json.read(file), AblationReport.class);
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "%s is no ablation: %s; ./unlearn ablate makes it anew"
              .formatted(file, problem.getOriginalMessage()));
    }
  }
}
