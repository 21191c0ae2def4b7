package io.github.unlearn4j.measure.probes;

import io.github.unlearn4j.measure.EvenSample;
import io.github.unlearn4j.measure.Perplexity;
import io.github.unlearn4j.text.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What lies near the target, by the same author or of the same genre, is to be kept. */
final class Neighbours implements Probe {
  private static final int BLOCKS = 16; // of each text

  @Override
  public String name() {
    return "neighbours";
  }

  @Override
  public String shows() {
    return "how surprising texts near the target are, which are to be kept";
  }

  @Override
  public String unit() {
    return "perplexity";
  }

  @Override
  public Better better() {
    return Better.AS_BEFORE;
  }

  @Override
  public Optional<String> lacks(ProbeContext context) {
    return Probe.unless(
        !context.texts().neighbours().isEmpty(),
        "it needs texts near the target: --neighbour PATH");
  }

  @Override
  public ProbeResult run(ProbeContext context) {
    Map<String, List<Block>> texts = context.texts().neighbours();
    List<Block> all = new ArrayList<>();
    texts.values().forEach(blocks -> all.addAll(EvenSample.of(blocks, BLOCKS)));
    ProbeResult result = ProbeResult.of(this, perplexity(context, all));
    if (texts.size() > 1) {
      for (Map.Entry<String, List<Block>> text : texts.entrySet()) {
        result =
            result.and(text.getKey(), perplexity(context, EvenSample.of(text.getValue(), BLOCKS)));
      }
    }
    return result.detail("texts", texts.keySet());
  }

  private Answers<Estimate> perplexity(ProbeContext context, List<Block> blocks) {
    return context
        .ask(
            name(),
            blocks.size(),
            (model, task) -> Perplexity.of(model, blocks, blocks.size(), task))
        .map(found -> Estimate.exactly(found.perplexity(), found.blocks()));
  }
}
