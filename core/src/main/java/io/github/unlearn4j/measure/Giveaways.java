package io.github.unlearn4j.measure;

import io.github.unlearn4j.text.WordBoundary;
import java.util.ArrayList;
import java.util.List;

/**
 * Names that only a model which knows the target would bring up: whole words in the case they are
 * written in; a possessive ("Holmes's") counts as its name.
 */
public record Giveaways(List<String> names) {
  public Giveaways {
    names = List.copyOf(names);
  }

  /** The names in {@code text}, in the order of the list. */
  public List<String> in(String text) {
    return names.stream().filter(name -> WordBoundary.contains(text, name)).toList();
  }

  /** The names a completion brings up that neither the prompt nor its references hold. */
  public List<String> broughtUp(CompletionPrompt prompt, String completion) {
    List<String> found = new ArrayList<>(in(completion));
    found.removeAll(in(prompt.prompt()));
    found.removeAll(prompt.references());
    return found;
  }
}
