package io.github.unlearn4j.measure;

import io.github.unlearn4j.base.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Asks a model about many things, some at a time, so that progress shows and memory stays small.
 */
public final class InPortions {
  private InPortions() {}

  /**
   * The answers, one for each item and in their order.
   *
   * @param size items of a portion
   * @param task told of each portion that is done
   * @param question answers one portion
   */
  public static <T, A> List<A> ask(
      List<T> items, int size, Progress.Task task, Function<List<T>, List<A>> question) {
    List<A> answers = new ArrayList<>();
    for (int from = 0; from < items.size(); from += size) {
      List<T> some = items.subList(from, Math.min(items.size(), from + size));
      answers.addAll(question.apply(some));
      task.advance(some.size(), "");
    }
    return answers;
  }
}
