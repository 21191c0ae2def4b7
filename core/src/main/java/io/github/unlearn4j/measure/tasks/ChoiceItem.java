package io.github.unlearn4j.measure.tasks;

import java.util.List;

/**
 * One question of a benchmark.
 *
 * @param index number of the item in its file, from 0; blank lines do not count
 * @param choices what the model chooses from
 * @param gold index of the right choice
 */
public record ChoiceItem(int index, List<Choice> choices, int gold) {
  public ChoiceItem {
    choices = List.copyOf(choices);
  }

  /**
   * @param context what the model has read before
   * @param text of the choice, without the space that parts it from the context
   */
  public record Choice(String context, String text) {
    /** Unicode code points of the text: what {@code acc_norm} divides by. */
    int length() {
      return text.codePointCount(0, text.length());
    }
  }

  /** Several answers to one question. */
  static ChoiceItem answers(int index, String context, List<String> texts, int gold) {
    return new ChoiceItem(
        index, texts.stream().map(text -> new Choice(context, text)).toList(), gold);
  }

  /** Several beginnings of one ending; only the ending is scored. */
  static ChoiceItem beginnings(int index, List<String> contexts, String ending, int gold) {
    return new ChoiceItem(
        index, contexts.stream().map(context -> new Choice(context, ending)).toList(), gold);
  }
}
