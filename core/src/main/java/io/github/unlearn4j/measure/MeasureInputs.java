package io.github.unlearn4j.measure;

import io.github.unlearn4j.text.Block;
import java.nio.file.Path;
import java.util.List;

/**
 * What a model is measured with. Any list may be empty: the number that needs it is then missing.
 *
 * @param targetBlocks target text for perplexity
 * @param retainBlocks retain text for perplexity
 * @param heldBackBlocks target text that was kept out of training, for anchor recall
 * @param anchorTerms expressions particular to the target
 */
public record MeasureInputs(
    List<ProbabilityPrompt> probabilityPrompts,
    CompletionPrompts completionPrompts,
    List<Block> targetBlocks,
    List<Block> retainBlocks,
    List<Block> heldBackBlocks,
    List<String> anchorTerms) {
  public MeasureInputs {
    probabilityPrompts = List.copyOf(probabilityPrompts);
    targetBlocks = List.copyOf(targetBlocks);
    retainBlocks = List.copyOf(retainBlocks);
    heldBackBlocks = List.copyOf(heldBackBlocks);
    anchorTerms = List.copyOf(anchorTerms);
  }

  /** Reads the prompt files the settings name; an empty name means none. */
  public static MeasureInputs read(
      MeasureSettings settings,
      List<Block> targetBlocks,
      List<Block> retainBlocks,
      List<Block> heldBackBlocks,
      List<String> anchorTerms) {
    return new MeasureInputs(
        settings.probabilityPrompts().isEmpty()
            ? List.of()
            : PromptFile.readProbability(Path.of(settings.probabilityPrompts())),
        settings.completionPrompts().isEmpty()
            ? CompletionPrompts.NONE
            : PromptFile.readCompletion(Path.of(settings.completionPrompts())),
        targetBlocks,
        retainBlocks,
        heldBackBlocks,
        anchorTerms);
  }

  /** Without the completions, which take longest: for measuring again and again. */
  public MeasureInputs withoutCompletions() {
    return new MeasureInputs(
        probabilityPrompts,
        CompletionPrompts.NONE,
        targetBlocks,
        retainBlocks,
        heldBackBlocks,
        anchorTerms);
  }
}
