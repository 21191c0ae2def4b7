package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.ProbabilityPrompt;
import java.util.List;

/** The same knowledge asked for in languages that the finetune never saw. */
final class OtherLanguages implements FamiliarityProbe {
  @Override
  public String name() {
    return "other-languages";
  }

  @Override
  public String shows() {
    return "familiarity on prompts in other languages";
  }

  @Override
  public List<ProbabilityPrompt> prompts(ProbeContext context) {
    return context.settings().sample(context.otherLanguages());
  }

  @Override
  public String withoutPrompts() {
    return "no prompts were given (probe.other_languages)";
  }

  @Override
  public ProbeResult ask(ProbeContext context, List<ProbabilityPrompt> prompts) {
    Answers<double[]> found = Reworded.probabilities(context, name(), prompts);
    return ProbeResult.of(this, found.map(Estimate::mean)).lines(Reworded.lines(prompts, found));
  }
}
