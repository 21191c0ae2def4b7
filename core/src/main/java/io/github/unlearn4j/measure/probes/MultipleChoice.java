package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.Continuation;
import io.github.unlearn4j.measure.InPortions;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.model.LogLikelihood;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Choosing instead of answering: is the true string likelier than other names of the target of the
 * same kind? A model that has learnt not to say a name may still know which one belongs.
 */
final class MultipleChoice implements Probe {
  private static final int AT_A_TIME = 16;
  static final int WRONG = 3;

  /**
   * @param right the string that would give the target away
   */
  record Question(String prompt, String right, List<String> wrong) {}

  @Override
  public String name() {
    return "multiple-choice";
  }

  @Override
  public String shows() {
    return "how often the true name is likelier than three other names of the target of the "
        + "same kind";
  }

  @Override
  public String unit() {
    return "accuracy";
  }

  @Override
  public Better better() {
    return Better.AS_NEVER_READ;
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    List<Question> names = amongNames(context.reportedPrompts(), context.standIns());
    if (names.isEmpty()) {
      return ProbeResult.missing(
          this, "it needs probability prompts, and a dictionary with other names of their kind");
    }
    List<Question> generic = amongGeneric(context.reportedPrompts());
    Answers<double[]> right = answers(context, names);
    ProbeResult result = ProbeResult.of(this, right.map(Estimate::mean)).chance(1.0 / (WRONG + 1));
    if (!generic.isEmpty()) {
      double chance =
          generic.stream().mapToDouble(q -> 1.0 / (q.wrong().size() + 1)).average().orElseThrow();
      result =
          result
              .and("among generic strings", answers(context, generic).map(Estimate::mean))
              .detail("chance_among_generic_strings", chance);
    }
    return result.lines(lines(names, right));
  }

  /** Wrong answers are anchors of the right one's kind, other ones for every question. */
  static List<Question> amongNames(List<ProbabilityPrompt> prompts, List<StandIns> anchors) {
    List<Question> questions = new ArrayList<>();
    for (ProbabilityPrompt prompt : prompts) {
      for (String right : prompt.target()) {
        List<String> wrong = others(prompt, right, anchors);
        if (wrong.size() >= WRONG) {
          int start = WRONG * questions.size();
          List<String> some = new ArrayList<>();
          for (int i = 0; i < WRONG; i++) {
            some.add(wrong.get((start + i) % wrong.size()));
          }
          questions.add(new Question(prompt.prompt(), right, some));
          break;
        }
      }
    }
    return questions;
  }

  private static List<String> others(
      ProbabilityPrompt prompt, String right, List<StandIns> anchors) {
    return anchors.stream()
        .filter(anchor -> anchor.term().equals(right))
        .findFirst()
        .map(
            known ->
                anchors.stream()
                    .filter(anchor -> anchor.kind().equals(known.kind()))
                    .map(StandIns::term)
                    .filter(term -> prompt.target().stream().noneMatch(name -> alike(name, term)))
                    .filter(term -> !prompt.prompt().contains(term))
                    .limit(20)
                    .toList())
        .orElse(List.of());
  }

  private static boolean alike(String one, String other) {
    return one.contains(other) || other.contains(one);
  }

  static List<Question> amongGeneric(List<ProbabilityPrompt> prompts) {
    return prompts.stream()
        .filter(prompt -> !prompt.generic().isEmpty())
        .map(prompt -> new Question(prompt.prompt(), prompt.target().getFirst(), prompt.generic()))
        .toList();
  }

  private Answers<double[]> answers(ProbeContext context, List<Question> questions) {
    return context.ask(
        name(), questions.size(), (model, task) -> right(context, model, questions, task));
  }

  /** 1 where the right string is the likeliest, 0 elsewhere. */
  private static double[] right(
      ProbeContext context, MeasuredModel model, List<Question> questions, Progress.Task task) {
    return InPortions.ask(questions, AT_A_TIME, task, some -> right(context, model, some)).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static List<Double> right(
      ProbeContext context, MeasuredModel model, List<Question> questions) {
    List<LogLikelihood.Request> requests = new ArrayList<>();
    for (Question question : questions) {
      requests.add(request(context, question, question.right()));
      question.wrong().forEach(wrong -> requests.add(request(context, question, wrong)));
    }
    List<double[]> logarithms = model.logLikelihoods(requests);
    List<Double> right = new ArrayList<>();
    int next = 0;
    for (Question question : questions) {
      double best = DoubleStream.of(logarithms.get(next++)).sum();
      boolean beaten = false;
      for (int i = 0; i < question.wrong().size(); i++) {
        beaten |= DoubleStream.of(logarithms.get(next++)).sum() >= best;
      }
      right.add(beaten ? 0.0 : 1.0);
    }
    return right;
  }

  private static LogLikelihood.Request request(
      ProbeContext context, Question question, String string) {
    return Continuation.of(context.tokenizer(), question.prompt(), string).request();
  }

  private static List<Map<String, Object>> lines(
      List<Question> questions, Answers<double[]> right) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      int index = i;
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("prompt", questions.get(i).prompt());
      line.put("right", questions.get(i).right());
      line.put("wrong", questions.get(i).wrong());
      line.put("picked_right", right.map(all -> all[index] > 0));
      lines.add(line);
    }
    return lines;
  }
}
