package io.github.unlearn4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The same work by both sides, measured in turn; pair i is ours[i] and peer[i].
 *
 * @param model name of the model's folder
 * @param peer empty where only our side was run
 * @param remark how the peer was set up, or why it was not run
 */
record Comparison(Work work, String model, List<Sample> ours, List<Sample> peer, String remark) {
  /** Units a second, or seconds where the time itself is the result. */
  Spread ourFigure() {
    return figure(ours);
  }

  Spread peerFigure() {
    return figure(peer);
  }

  Spread figure(List<Sample> side) {
    return spread(side, work.isTime() ? Sample::seconds : Sample::perSecond);
  }

  /** How many times faster we were, pair by pair. */
  List<Double> speedRatios() {
    List<Double> ratios = new ArrayList<>();
    for (int pair = 0; pair < Math.min(ours.size(), peer.size()); pair++) {
      ratios.add(ours.get(pair).perSecond() / peer.get(pair).perSecond());
    }
    return ratios;
  }

  /** Our peak memory over the peer's, pair by pair; empty where either was not measured. */
  List<Double> memoryRatios() {
    List<Double> ratios = new ArrayList<>();
    for (int pair = 0; pair < Math.min(ours.size(), peer.size()); pair++) {
      long theirs = peer.get(pair).peakBytes();
      if (theirs > 0 && ours.get(pair).peakBytes() > 0) {
        ratios.add((double) ours.get(pair).peakBytes() / theirs);
      }
    }
    return ratios;
  }

  static Spread spread(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return Spread.of(samples.stream().map(figure::applyAsDouble).toList());
  }
}
