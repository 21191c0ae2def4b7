package io.github.unlearn4j.measure;

/**
 * A question about the target with its answer, as MUSE's files have them.
 *
 * @param answer the shortest right one: what is said besides counts as wrong words
 */
public record KnowledgeQuestion(String question, String answer) {
  public KnowledgeQuestion {
    PromptFile.checkText("question", question);
    PromptFile.checkText("answer", answer);
  }
}
