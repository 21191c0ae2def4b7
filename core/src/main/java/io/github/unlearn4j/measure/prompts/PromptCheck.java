package io.github.unlearn4j.measure.prompts;

import io.github.unlearn4j.text.WordBoundary;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps what a written prompt is good for and counts why others are thrown away. */
final class PromptCheck {
  private static final int FEWEST_WORDS = 4;
  private static final int MOST_WORDS = 60;

  /** Why a prompt is thrown away; the first reason that holds. */
  enum Fault {
    LENGTH("not between %d and %d words long".formatted(FEWEST_WORDS, MOST_WORDS)),
    NO_ANSWER("without an answer"),
    NOT_IN_TARGET("answers do not stand in the target"),
    IN_PROMPT("answers stand in the prompt itself"),
    DUPLICATE("the same prompt again");

    private final String words;

    Fault(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final String target;
  private final Set<String> seen = new HashSet<>();
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);

  PromptCheck(String target) {
    this.target = target.replaceAll("\\s+", " ");
  }

  /** The prompt with those of its answers that can be used; empty if it is thrown away. */
  Optional<WrittenPrompt> keep(WrittenPrompt written) {
    int words = written.prompt().isEmpty() ? 0 : written.prompt().split(" ").length;
    List<String> inTarget =
        written.answers().stream().filter(word -> WordBoundary.contains(target, word)).toList();
    String folded = written.prompt().toLowerCase(Locale.ROOT);
    List<String> usable =
        inTarget.stream()
            .filter(word -> !WordBoundary.contains(folded, word.toLowerCase(Locale.ROOT)))
            .toList();
    Fault fault = null;
    if (words < FEWEST_WORDS || words > MOST_WORDS) {
      fault = Fault.LENGTH;
    } else if (written.answers().isEmpty()) {
      fault = Fault.NO_ANSWER;
    } else if (inTarget.isEmpty()) {
      fault = Fault.NOT_IN_TARGET;
    } else if (usable.isEmpty()) {
      fault = Fault.IN_PROMPT;
    } else if (!seen.add(folded.replaceAll("[^\\p{L}\\p{N}]+", " ").strip())) {
      fault = Fault.DUPLICATE;
    }
    if (fault != null) {
      faults.merge(fault, 1, Integer::sum);
      return Optional.empty();
    }
    return Optional.of(new WrittenPrompt(written.prompt(), usable, written.subtlety()));
  }

  /** How many were thrown away for which reason. */
  Map<Fault, Integer> faults() {
    return faults;
  }
}
