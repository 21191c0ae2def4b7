package io.github.unlearn4j.measure.prompts;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.base.endpoint.AskAll;
import io.github.unlearn4j.base.endpoint.Endpoint;
import io.github.unlearn4j.base.endpoint.ReplyLog;
import io.github.unlearn4j.measure.PromptHalf;
import io.github.unlearn4j.measure.prompts.WrittenPrompts.Kept;
import io.github.unlearn4j.text.Passages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has a language model write prompts about random passages of a target and keeps those that hold
 * water. All prompts of a passage are in the same half, so that no half gives away the other's
 * answers. Replies are kept: asking again costs nothing.
 */
public final class WritePrompts {
  /** After so many replies without a prompt that can be used, asking on is a waste. */
  static final int PATIENCE = 8;

  private static final int SHOWN = 80;

  private final Endpoint endpoint;
  private final Path replies;
  private final int parallel;

  /**
   * @param replies file that keeps the replies
   * @param parallel requests under way at a time
   */
  public WritePrompts(Endpoint endpoint, Path replies, int parallel) {
    this.endpoint = endpoint;
    this.replies = replies;
    this.parallel = parallel;
  }

  /**
   * Asks about passages of the target.
   *
   * @param passages at most so many, of {@code words} words each, drawn by {@code seed}
   * @param each prompts asked for about a passage
   * @throws UserError if no prompt can be used, or the endpoint fails
   */
  public WrittenPrompts run(
      String target, int passages, int words, int each, long seed, Progress progress) {
    List<String> questions =
        Passages.draw(target, passages, words, seed).stream()
            .map(passage -> PromptQuestion.of(passage, each))
            .toList();
    ReplyLog log = new ReplyLog(replies, endpoint.settings().model(), reply -> !reply.isBlank());
    List<String> answers = new ArrayList<>();
    int asked = 0;
    WrittenPrompts result = null;
    try (Progress.Task task = progress.start("prompts", questions.size(), "passages")) {
      List<String> first = questions.subList(0, Math.min(PATIENCE, questions.size()));
      for (List<String> some : List.of(first, questions.subList(first.size(), questions.size()))) {
        AskAll all = AskAll.of(endpoint, log, some, parallel, task);
        asked += all.asked();
        some.forEach(question -> answers.add(all.replies().get(question)));
        result = checked(target, answers, asked);
        if (result.probability().isEmpty()) {
          throw nothingUsable(answers, result);
        }
      }
    }
    return result;
  }

  private static WrittenPrompts checked(String target, List<String> answers, int asked) {
    PromptCheck check = new PromptCheck(target);
    List<Kept> kept = new ArrayList<>();
    int unreadable = 0;
    for (int passage = 0; passage < answers.size(); passage++) {
      PromptHalf half = passage % 2 == 0 ? PromptHalf.TUNE : PromptHalf.REPORT;
      List<WrittenPrompt> written = WrittenPrompt.in(answers.get(passage));
      unreadable += written.isEmpty() ? 1 : 0;
      for (WrittenPrompt one : written) {
        check.keep(one).ifPresent(good -> kept.add(new Kept(good, half)));
      }
    }
    Map<String, Integer> thrownAway = new LinkedHashMap<>();
    check.faults().forEach((fault, count) -> thrownAway.put(fault.words(), count));
    return WrittenPrompts.of(kept, thrownAway, answers.size(), unreadable, asked);
  }

  private UserError nothingUsable(List<String> answers, WrittenPrompts result) {
    String last = answers.getLast().strip().replaceAll("\\s+", " ");
    return new UserError(
        ExitCode.NETWORK,
        "endpoint %s, model '%s', wrote no prompt that can be used in %d replies (%d without any,"
                .formatted(
                    endpoint.settings().url(),
                    endpoint.settings().model(),
                    answers.size(),
                    result.unreadable())
            + " thrown away: %s; last: '%s'): ask a more capable model"
                .formatted(result.thrownAway(), last.substring(0, Math.min(SHOWN, last.length()))));
  }
}
