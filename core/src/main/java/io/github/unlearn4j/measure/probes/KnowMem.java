package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.Continuation;
import io.github.unlearn4j.measure.InPortions;
import io.github.unlearn4j.measure.KnowledgeQuestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Knowledge memorisation as MUSE measures it (arXiv 2407.06460, KnowMem): questions about the
 * target behind answered examples, 32 tokens greedily, cut where the next question begins, and
 * ROUGE-L F1 with the answer. The space that MUSE writes behind "Answer:" is left to the model, as
 * most tokenizers join it to the word.
 */
public final class KnowMem implements Probe {
  private static final int NEW_TOKENS = 32;
  private static final int AT_A_TIME = 32;
  private static final List<String> ENDS = List.of("\n\n", "\nQuestion", "Question:");

  /**
   * What is asked, and the examples before each question.
   *
   * @param examples may be none
   */
  public record Asked(List<KnowledgeQuestion> questions, List<KnowledgeQuestion> examples) {}

  @Override
  public String name() {
    return "knowmem";
  }

  @Override
  public String shows() {
    return "how much of the right answers to questions about the target a model gives";
  }

  @Override
  public String unit() {
    return "ROUGE-L F1";
  }

  @Override
  public Better better() {
    return Better.AS_NEVER_READ;
  }

  @Override
  public Optional<String> lacks(ProbeContext context) {
    return Probe.unless(
        !context.knowledge().questions().isEmpty(), "no questions were given (probe.questions)");
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    List<KnowledgeQuestion> questions = context.settings().sample(context.knowledge().questions());
    List<KnowledgeQuestion> examples = context.knowledge().examples();
    List<int[]> prompts =
        questions.stream()
            .map(asked -> Continuation.promptIds(context.tokenizer(), prompt(asked, examples)))
            .toList();
    Answers<List<String>> answers =
        context.ask(
            name(),
            questions.size(),
            (model, task) ->
                InPortions.ask(
                        prompts, AT_A_TIME, task, some -> model.completeGreedily(some, NEW_TOKENS))
                    .stream()
                    .map(ids -> cut(context.tokenizer().decode(ids)))
                    .toList());
    Answers<double[]> scores = answers.map(said -> scores(questions, said));
    return ProbeResult.of(this, scores.map(Estimate::mean))
        .detail("new_tokens", NEW_TOKENS)
        .detail("examples", examples.size())
        .lines(lines(questions, answers, scores));
  }

  static String prompt(KnowledgeQuestion asked, List<KnowledgeQuestion> examples) {
    String shots =
        examples.stream()
            .map(each -> "Question: " + each.question() + "\nAnswer: " + each.answer() + "\n\n")
            .collect(Collectors.joining());
    return shots + "Question: " + asked.question() + "\nAnswer:";
  }

  /** An answer ends where the model goes on to a question of its own. */
  static String cut(String answer) {
    String cut = answer;
    for (String end : ENDS) {
      int from = cut.indexOf(end);
      cut = from < 0 ? cut : cut.substring(0, from);
    }
    return cut;
  }

  private static double[] scores(List<KnowledgeQuestion> questions, List<String> said) {
    return IntStream.range(0, said.size())
        .mapToDouble(i -> RougeL.f1(questions.get(i).answer(), said.get(i)))
        .toArray();
  }

  private static List<Map<String, Object>> lines(
      List<KnowledgeQuestion> questions, Answers<List<String>> answers, Answers<double[]> scores) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      int index = i;
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("question", questions.get(i).question());
      line.put("answer", questions.get(i).answer());
      line.put("said", answers.map(said -> said.get(index)));
      line.put("rouge_l", scores.map(all -> all[index]));
      lines.add(line);
    }
    return lines;
  }
}
