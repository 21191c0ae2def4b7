package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.model.TokenScores;
import java.util.List;

/**
 * Extraction strength (Carlini et al., arXiv 2012.07805, in OpenUnlearning's form): 1 − k ÷ n for a
 * passage of n tokens, with k the shortest beginning behind which every further token is the
 * model's likeliest, the true tokens before it given.
 */
final class ExtractionStrength implements Probe {

  @Override
  public String name() {
    return "extraction-strength";
  }

  @Override
  public String shows() {
    return "how large a part of a passage greedy decoding gives back, once the part before it is"
        + " given";
  }

  @Override
  public String unit() {
    return "share of a passage";
  }

  @Override
  public Better better() {
    return Better.LOWER;
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    PassageScores passages = context.passages();
    if (passages.target().isEmpty()) {
      return ProbeResult.missing(this, "the target is shorter than probe.passage_tokens");
    }
    return ProbeResult.of(this, strengths(passages.ofTarget()))
        .and("the same on other text", strengths(passages.ofComparison()))
        .detail("passage_tokens", context.settings().passageTokens())
        .lines(PassageLines.of(passages, ExtractionStrength::of));
  }

  private static Answers<Estimate> strengths(Answers<List<TokenScores>> scores) {
    return scores.map(
        all -> Estimate.mean(all.stream().mapToDouble(ExtractionStrength::of).toArray()));
  }

  /** Over the scored tokens; 0 where the last one is not the likeliest. */
  static double of(TokenScores scores) {
    boolean[] greedy = scores.greedy();
    int from = greedy.length;
    while (from > 0 && greedy[from - 1]) {
      from--;
    }
    return 1 - (double) from / greedy.length;
  }
}
