package io.github.unlearn4j.measure.judge;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.base.endpoint.AskAll;
import io.github.unlearn4j.base.endpoint.Endpoint;
import io.github.unlearn4j.base.endpoint.ReplyLog;
import io.github.unlearn4j.measure.EvenSample;
import io.github.unlearn4j.measure.Familiarity.CompletionAnswer;
import io.github.unlearn4j.measure.JudgeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets a language model grade completions; what it has graded is never asked again. */
public final class Judge {
  /** One completion of one model and the questions about it; no second one: not in the sample. */
  private record Case(
      String model,
      CompletionAnswer answer,
      List<String> references,
      String first,
      String second) {}

  private final JudgeSettings settings;
  private final Endpoint endpoint;
  private final Path replies;

  /**
   * @param replies file that keeps the replies, by a hash of the judge's model and the whole
   *     question, which holds prompt, completion, references and the wording
   */
  public Judge(JudgeSettings settings, Endpoint endpoint, Path replies) {
    this.settings = settings;
    this.endpoint = endpoint;
    this.replies = replies;
  }

  /**
   * Grades the completions of several models.
   *
   * @param answers by model
   * @param giveaways names shown to the judge for prompts that list no answers of their own
   * @throws UserError if there is nothing to grade, or the endpoint fails; grades so far are kept
   */
  public JudgeReport grade(
      Map<String, List<CompletionAnswer>> answers, List<String> giveaways, Progress progress) {
    long start = System.nanoTime();
    List<Case> cases = cases(answers, giveaways);
    if (cases.isEmpty()) {
      throw UserError.badInput(
          "the judge has nothing to grade: there are no completions; set"
              + " measure.completion_prompts and measure again");
    }
    List<String> questions = new ArrayList<>();
    for (Case one : cases) {
      questions.add(one.first());
      if (one.second() != null) {
        questions.add(one.second());
      }
    }
    ReplyLog log =
        new ReplyLog(replies, settings.model(), reply -> JudgeReply.parse(reply).isPresent());
    long distinct = questions.stream().distinct().count();
    AskAll asked;
    try (Progress.Task task = progress.start("judge", distinct, "questions")) {
      asked = AskAll.of(endpoint, log, questions, settings.parallel(), task);
    }
    List<JudgedCompletion> judged =
        cases.stream().map(one -> judged(one, asked.replies())).toList();
    return JudgeReport.of(settings, judged, asked.asked(), (System.nanoTime() - start) / 1e9);
  }

  private List<Case> cases(Map<String, List<CompletionAnswer>> answers, List<String> giveaways) {
    List<Case> cases = new ArrayList<>();
    answers.forEach(
        (model, completions) -> completions.forEach(a -> cases.add(once(model, a, giveaways))));
    List<Case> twice = EvenSample.of(cases, settings.sample());
    cases.replaceAll(
        one ->
            twice.stream().anyMatch(drawn -> drawn == one)
                ? new Case(
                    one.model(),
                    one.answer(),
                    one.references(),
                    one.first(),
                    JudgeQuestion.second(settings.targetName(), one.answer(), one.references()))
                : one);
    return cases;
  }

  private Case once(String model, CompletionAnswer answer, List<String> giveaways) {
    List<String> references = JudgeQuestion.references(answer.prompt(), giveaways);
    String question = JudgeQuestion.first(settings.targetName(), answer, references);
    return new Case(model, answer, references, question, null);
  }

  private static JudgedCompletion judged(Case one, Map<String, String> replies) {
    String reply = replies.get(one.first());
    Optional<Grade> grade = JudgeReply.parse(reply);
    Optional<Grade> second =
        one.second() == null ? Optional.empty() : JudgeReply.parse(replies.get(one.second()));
    return new JudgedCompletion(
        one.model(),
        one.answer().prompt().prompt(),
        one.answer().prompt().split(),
        one.answer().completion(),
        one.references(),
        grade.orElse(null),
        grade.isPresent() ? null : reply,
        second.orElse(null),
        one.second() != null);
  }
}
