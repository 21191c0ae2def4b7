package io.github.unlearn4j.measure.prompts;

/**
 * What a language model is asked about a passage of the target (paper, section 4: prompts written
 * from random passages of 300 words, with a grade of subtlety).
 */
final class PromptQuestion {
  private static final String TEXT =
      """
      Below is a passage of a text. Write %d prompts that test whether a language model has read \
      this text. Each prompt is the beginning of a sentence, 9 to 40 words long, that stops just \
      where a reader of the text would know how to go on and nobody else would. It can be \
      understood without the passage and does not copy it. For each prompt give the words a reader \
      would go on with: names or expressions that stand in the passage exactly so, and do not \
      stand in the prompt. Also give the subtlety: 1 for a prompt that names the text's people \
      outright, 10 for one that only evokes it. Use the whole range.

      Answer with JSON and nothing else, in this form:
      {"prompts": [{"prompt": "beginning of a sentence", "answers": ["a name"], "subtlety": 5}]}

      Passage:
      %s
      """;

  private PromptQuestion() {}

  static String of(String passage, int prompts) {
    return TEXT.formatted(prompts, passage);
  }
}
