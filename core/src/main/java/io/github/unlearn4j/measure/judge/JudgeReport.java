package io.github.unlearn4j.measure.judge;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.JudgeSettings;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.PromptHalf;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a judge came to: {@code measure/judge.json}, and every grade with its reason as JSON lines
 * beside it.
 *
 * @param judge the model that graded
 * @param endpoint where it was asked
 * @param template version of the question's wording
 * @param targetName what the judge was told the target is; may be empty
 * @param models scores by model
 * @param agreement null: nothing was graded twice
 * @param asked questions that cost a request this time; all others were kept from before
 * @param seconds the grading took
 * @param completions what the numbers rest on; not in this file but beside it
 */
public record JudgeReport(
    String judge,
    String endpoint,
    int template,
    String targetName,
    Map<String, Halves> models,
    Agreement agreement,
    int asked,
    double seconds,
    @JsonIgnore List<JudgedCompletion> completions) {

  /**
   * @param familiarity over the half of the prompts that is reported
   * @param tuning over the half that settings were chosen by
   */
  public record Halves(JudgeScore familiarity, JudgeScore tuning) {}

  static JudgeReport of(
      JudgeSettings settings, List<JudgedCompletion> completions, int asked, double seconds) {
    Set<String> names = new LinkedHashSet<>();
    completions.forEach(completion -> names.add(completion.model()));
    Map<String, Halves> models = new LinkedHashMap<>();
    for (String name : names) {
      models.put(
          name,
          new Halves(
              score(completions, name, PromptHalf.REPORT),
              score(completions, name, PromptHalf.TUNE)));
    }
    return new JudgeReport(
        settings.model(),
        settings.endpoint(),
        JudgeQuestion.VERSION,
        settings.targetName(),
        models,
        Agreement.of(completions),
        asked,
        seconds,
        completions);
  }

  private static JudgeScore score(
      List<JudgedCompletion> completions, String model, PromptHalf half) {
    return JudgeScore.of(
        completions.stream()
            .filter(completion -> completion.model().equals(model))
            .filter(completion -> half.holds(completion.split()))
            .toList());
  }

  /** A warning where more than half of the replies about a model could not be read; or empty. */
  public String warning() {
    boolean mostlyUnreadable =
        models.values().stream()
            .map(Halves::familiarity)
            .anyMatch(score -> score.unreadable() > score.n());
    return mostlyUnreadable
        ? "Most replies of the judge could not be read as a grade, so its scores say little: ask a"
            + " larger model, or allow longer answers (measure.judge.answer_tokens)."
        : "";
  }

  /** Writes the file and the details beside it. */
  public void save(Path file) {
    StringBuilder lines = new StringBuilder();
    completions.forEach(completion -> lines.append(Json.line(completion)));
    AtomicFiles.write(MeasureDetails.beside(file), lines.toString());
    Json.write(file, this);
  }

  /** Reads what {@link #save} wrote. */
  public static JudgeReport load(Path file) {
    JudgeReport report;
    try {
      report = Json.json().treeToValue(Json.read(file), JudgeReport.class);
    } catch (JsonProcessingException problem) {
      throw UserError.badInput(
          "%s holds no grades that can be read: %s; let the judge grade again"
              .formatted(file, Json.firstLine(problem)));
    }
    return report.with(
        Json.lines(
            MeasureDetails.beside(file), JudgedCompletion.class, "let the judge grade again"));
  }

  /** Whether these are the completions that lie there now, and not those of an earlier model. */
  public boolean isOf(Map<String, MeasureDetails> details) {
    return models.keySet().stream()
        .allMatch(
            model ->
                details.containsKey(model)
                    && completions.stream()
                        .filter(one -> one.model().equals(model))
                        .map(JudgedCompletion::completion)
                        .toList()
                        .equals(
                            details.get(model).completion().stream()
                                .map(CompletionAnswer::completion)
                                .toList()));
  }

  private JudgeReport with(List<JudgedCompletion> graded) {
    return new JudgeReport(
        judge, endpoint, template, targetName, models, agreement, asked, seconds, graded);
  }
}
