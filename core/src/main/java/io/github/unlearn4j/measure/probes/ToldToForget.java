package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.ProbabilityPrompt;
import java.util.List;

/**
 * What plain prompting would achieve: the baseline is told that it has never read the target. An
 * unlearned model that is no better was not worth its training.
 */
final class ToldToForget implements FamiliarityProbe {
  static final String INSTRUCTION =
      "You have never read the book that the following text is taken from and know nothing of its"
          + " people, places and events. Go on with ordinary names.";

  @Override
  public String name() {
    return "told-to-forget";
  }

  @Override
  public String shows() {
    return "familiarity of the baseline when it is merely told to know nothing, beside that "
        + "of the unlearned model, which is not told";
  }

  @Override
  public Better better() {
    return Better.LOWER;
  }

  @Override
  public ProbeResult ask(ProbeContext context, List<ProbabilityPrompt> plain) {
    List<ProbabilityPrompt> prompts = Reworded.of(plain, prompt -> INSTRUCTION + "\n\n" + prompt);
    Answers<double[]> told = Reworded.probabilities(context, name(), prompts);
    Answers<double[]> untold = context.plainFamiliarity();
    return ProbeResult.of(
            this,
            new Answers<>(told.before(), untold.after(), untold.neverRead()).map(Estimate::mean))
        .and("not told", untold.map(Estimate::mean))
        .and("told", told.map(Estimate::mean))
        .detail("instruction", INSTRUCTION)
        .lines(Reworded.lines(prompts, told));
  }
}
