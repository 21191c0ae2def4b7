package io.github.unlearn4j.measure;

import java.util.List;

/** Prompts to complete, and the names that would give the target away. */
public record CompletionPrompts(Giveaways giveaways, List<CompletionPrompt> prompts) {
  public static final CompletionPrompts NONE =
      new CompletionPrompts(new Giveaways(List.of()), List.of());

  public CompletionPrompts {
    prompts = List.copyOf(prompts);
  }
}
