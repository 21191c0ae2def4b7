package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.Continuation;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answered questions before each question: they show what kind of answer is wanted. They come from
 * the tuning half and never hold a string that is asked for.
 */
final class FewShot implements FamiliarityProbe {
  static final int SHOTS = 3;

  @Override
  public String name() {
    return "few-shot";
  }

  @Override
  public String shows() {
    return "familiarity with three other prompts and their answers before each prompt";
  }

  @Override
  public Optional<String> lacksBesidePrompts(ProbeContext context) {
    return Probe.unless(
        !context.tuningPrompts().isEmpty(),
        "no prompt is of the tuning half, which the examples come from");
  }

  @Override
  public ProbeResult ask(ProbeContext context, List<ProbabilityPrompt> asked) {
    List<ProbabilityPrompt> prompts =
        asked.stream()
            .map(
                prompt ->
                    Reworded.of(prompt, shots(prompt, context.tuningPrompts()) + prompt.prompt()))
            .toList();
    Answers<double[]> shown = Reworded.probabilities(context, name(), prompts);
    return ProbeResult.of(this, shown.map(Estimate::mean))
        .and("without the examples", context.plainFamiliarity().map(Estimate::mean))
        .lines(Reworded.lines(prompts, shown));
  }

  /** Answered examples, each with a blank line behind it. */
  static String shots(ProbabilityPrompt asked, List<ProbabilityPrompt> examples) {
    return examples.stream()
        .filter(example -> !example.prompt().equals(asked.prompt()))
        .map(example -> Continuation.joined(example.prompt(), example.target().getFirst()))
        .filter(shot -> asked.target().stream().noneMatch(shot::contains))
        .limit(SHOTS)
        .map(shot -> shot + ".\n\n")
        .collect(Collectors.joining());
  }
}
