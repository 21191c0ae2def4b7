package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.ProbabilityPrompt;
import java.util.List;

/** The same knowledge asked for in languages that the finetune never saw. */
final class OtherLanguages implements Probe {
  @Override
  public String name() {
    return "other-languages";
  }

  @Override
  public String shows() {
    return "familiarity on prompts in other languages";
  }

  @Override
  public String unit() {
    return "probability";
  }

  @Override
  public Better better() {
    return Better.AS_NEVER_READ;
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    List<ProbabilityPrompt> prompts = context.settings().sample(context.otherLanguages());
    if (prompts.isEmpty()) {
      return ProbeResult.missing(this, "no prompts were given (probe.other_languages)");
    }
    Answers<double[]> found = Reworded.probabilities(context, name(), prompts);
    return ProbeResult.of(this, found.map(Estimate::mean)).lines(Reworded.lines(prompts, found));
  }
}
