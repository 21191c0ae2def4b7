package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.InPortions;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.model.TokenScores;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Passages of the target and of text that is not of it, read by every model. The first token of a
 * passage has nothing before it and is not scored.
 */
record PassageScores(
    List<Windows.Window> target,
    List<Windows.Window> comparison,
    Answers<List<TokenScores>> ofTarget,
    Answers<List<TokenScores>> ofComparison) {
  static final String NO_PASSAGES =
      "it needs passages of the target and of other text: give --retain or probe.comparison";

  private static final int AT_A_TIME = 16;

  private record Both(List<TokenScores> target, List<TokenScores> comparison) {}

  static PassageScores of(ProbeContext context) {
    int length = context.settings().passageTokens();
    List<Windows.Window> target =
        Windows.of(context.texts().target(), length, length, context.settings());
    List<Windows.Window> comparison =
        Windows.of(context.texts().comparison(), length, length, context.settings());
    Answers<Both> scores =
        context.ask(
            "passages",
            target.size() + comparison.size(),
            (model, task) -> new Both(score(model, target, task), score(model, comparison, task)));
    return new PassageScores(
        target, comparison, scores.map(Both::target), scores.map(Both::comparison));
  }

  /** Whether there is nothing to compare. */
  boolean isEmpty() {
    return target.isEmpty() || comparison.isEmpty();
  }

  private static List<TokenScores> score(
      MeasuredModel model, List<Windows.Window> windows, Progress.Task task) {
    return InPortions.ask(
        windows,
        AT_A_TIME,
        task,
        some ->
            model.tokenScores(
                some.stream().map(window -> new LogLikelihood.Request(window.ids(), 1)).toList()));
  }

  /** How well a score of passages tells the target's from the others: area under the ROC curve. */
  Answers<Estimate> auc(ToDoubleFunction<TokenScores> score) {
    Answers<double[]> members = ofTarget.map(scores -> values(scores, score));
    Answers<double[]> others = ofComparison.map(scores -> values(scores, score));
    return new Answers<>(
        Estimate.auc(members.before(), others.before()),
        Estimate.auc(members.after(), others.after()),
        members.neverRead() == null ? null : Estimate.auc(members.neverRead(), others.neverRead()));
  }

  private static double[] values(List<TokenScores> scores, ToDoubleFunction<TokenScores> score) {
    return scores.stream().mapToDouble(score).toArray();
  }
}
