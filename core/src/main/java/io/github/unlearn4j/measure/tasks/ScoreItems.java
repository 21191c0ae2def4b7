package io.github.unlearn4j.measure.tasks;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.measure.MeasuredModel;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Scores the choices of items. Long items come first, so that neighbours in a batch are of one
 * length and the time that seems left is rather too long than too short.
 */
public final class ScoreItems {
  private static final int TOKENS_AT_A_TIME = 16_384;

  private ScoreItems() {}

  /** The scores in the order of {@code items}; {@code task} is told of each item done. */
  public static List<ItemScore> run(
      MeasuredModel model, Tokenizer tokenizer, List<ChoiceItem> items, Progress.Task task) {
    List<EncodedItem> order =
        items.stream()
            .map(item -> EncodedItem.of(tokenizer, item))
            .sorted(Comparator.comparingInt((EncodedItem item) -> -item.longest()))
            .toList();
    List<ItemScore> scores = new ArrayList<>();
    int from = 0;
    while (from < order.size()) {
      int end = from;
      for (long tokens = 0; end < order.size() && tokens < TOKENS_AT_A_TIME; end++) {
        tokens += (long) order.get(end).longest() * order.get(end).requests().size();
      }
      scores.addAll(some(model, order.subList(from, end)));
      task.advance(end - from, "");
      from = end;
    }
    scores.sort(Comparator.comparingInt(ItemScore::index));
    return scores;
  }

  private static List<ItemScore> some(MeasuredModel model, List<EncodedItem> items) {
    List<LogLikelihood.Request> requests =
        items.stream().flatMap(item -> item.requests().stream()).toList();
    List<double[]> logarithms = model.logLikelihoods(requests);
    List<ItemScore> scores = new ArrayList<>();
    int next = 0;
    for (EncodedItem item : items) {
      int count = item.requests().size();
      List<Double> sums =
          logarithms.subList(next, next + count).stream()
              .map(tokens -> DoubleStream.of(tokens).sum())
              .toList();
      scores.add(ItemScore.of(item.item(), sums));
      next += count;
    }
    return scores;
  }
}
