package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.ProbabilityPrompt;
import java.util.Arrays;
import java.util.List;

/** A hint in the prompt: how the target begins stands before every question. */
final class OpeningHint implements FamiliarityProbe {
  static final int TOKENS = 200;

  @Override
  public String name() {
    return "opening-hint";
  }

  @Override
  public String shows() {
    return "familiarity with the opening of the target before each prompt";
  }

  @Override
  public ProbeResult ask(ProbeContext context, List<ProbabilityPrompt> plain) {
    int[] document = context.texts().target().getFirst();
    String opening =
        context.tokenizer().decode(Arrays.copyOf(document, Math.min(TOKENS, document.length)));
    List<ProbabilityPrompt> prompts = Reworded.of(plain, prompt -> opening + "\n\n" + prompt);
    Answers<double[]> hinted = Reworded.probabilities(context, name(), prompts);
    return ProbeResult.of(this, hinted.map(Estimate::mean))
        .and("without the hint", context.plainFamiliarity().map(Estimate::mean))
        .detail("opening", opening)
        .lines(Reworded.lines(prompts, hinted));
  }
}
