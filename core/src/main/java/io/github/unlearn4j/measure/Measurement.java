package io.github.unlearn4j.measure;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was measured on one model; a {@code measure/*.json} file. What could not be measured is null
 * and has a remark.
 *
 * @param model name of the model: baseline, reinforced, unlearned or step-NNNNN
 * @param familiarity over the prompts kept for the report (all, where the files mark no halves)
 * @param anchorRecall mean probability of true anchors at their first occurrences
 * @param perplexity on target and retain text
 * @param tasks scores on benchmarks, by task and lm-evaluation-harness's name of the number
 *     ("acc,none", "acc_norm,none", "acc_stderr,none"); empty if none was asked for
 * @param seconds the measuring took
 * @param tuning familiarity over the other half of the prompts: stop rules and choices of settings
 *     look at this one
 * @param counts how much the numbers rest on
 * @param remarks one sentence for each number that is missing
 */
public record Measurement(
    String model,
    FamiliarityScore familiarity,
    Double anchorRecall,
    Perplexities perplexity,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Map<String, Double>> tasks,
    double seconds,
    FamiliarityScore tuning,
    Counts counts,
    List<String> remarks) {
  public Measurement {
    tasks = tasks == null ? Map.of() : tasks;
  }

  /**
   * @param probability mean probability of the strings that would give the target away
   * @param completion share of greedy completions that give the target away
   * @param prompts both kinds together
   */
  public record FamiliarityScore(Double probability, Double completion, int prompts) {}

  public record Perplexities(Double target, Double retain) {}

  public record Counts(
      int probabilityPrompts,
      int completionPrompts,
      int anchorOccurrences,
      long targetTokens,
      long retainTokens) {}

  /** Scores on benchmarks: by task, then by name of the number. */
  public static final TypeReference<Map<String, Map<String, Double>>> TASKS =
      new TypeReference<>() {};

  /** The same with scores on benchmarks, which took {@code more} seconds. */
  public Measurement withTasks(Map<String, Map<String, Double>> scores, double more) {
    return new Measurement(
        model,
        familiarity,
        anchorRecall,
        perplexity,
        scores,
        seconds + more,
        tuning,
        counts,
        remarks);
  }

  /** The step that a measurement on the way was made at; 0 for a whole model. */
  @JsonIgnore
  public int step() {
    String digits = model.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /**
   * What choices look at: familiarity of the tuning half, or anchor recall where there are no
   * prompts, which tells the same story; NaN without either.
   */
  public double tuningFamiliarity() {
    if (tuning.probability() != null) {
      return tuning.probability();
    }
    return anchorRecall == null ? Double.NaN : anchorRecall;
  }

  /** Writes {@code measure/NAME.json}. */
  public void save(Path file) {
    Json.write(file, this);
  }

  /** Reads what {@link #save} wrote. */
  public static Measurement load(Path file) {
    try {
      return Json.json().treeToValue(Json.read(file), Measurement.class);
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "%s is no measurement: %s; measure again".formatted(file, problem.getOriginalMessage()));
    }
  }
}
