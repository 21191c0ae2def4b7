package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;

/**
 * Greedy continuation by any {@link LogitSource}, which reads every sequence anew for each token:
 * slow, but nothing has to be kept of two models. {@link Generator} is for one.
 */
public final class GreedyReading {
  private static final int ANY = 0;

  private GreedyReading() {}

  /** The new tokens of each prompt, at most so many; a sequence ends with any of the stop ids. */
  public static List<int[]> complete(
      LogitSource source, List<int[]> prompts, int tokens, int[] stopIds) {
    List<int[]> sequences = new ArrayList<>(prompts);
    boolean[] ended = new boolean[prompts.size()];
    for (int step = 0; step < tokens; step++) {
      List<Integer> open =
          IntStream.range(0, ended.length).filter(index -> !ended[index]).boxed().toList();
      if (open.isEmpty()) {
        break;
      }
      long[] next = next(source, open.stream().map(sequences::get).toList());
      for (int i = 0; i < next.length; i++) {
        int token = (int) next[i];
        int index = open.get(i);
        ended[index] = IntStream.of(stopIds).anyMatch(stop -> stop == token);
        if (!ended[index]) {
          sequences.set(index, with(sequences.get(index), token));
        }
      }
    }
    return IntStream.range(0, ended.length)
        .mapToObj(
            index -> {
              int[] whole = sequences.get(index);
              return Arrays.copyOfRange(whole, prompts.get(index).length, whole.length);
            })
        .toList();
  }

  /** The likeliest token behind each sequence. */
  private static long[] next(LogitSource source, List<int[]> sequences) {
    long[] next = new long[sequences.size()];
    // A token is predicted by those before it, so which one is asked for does not matter.
    List<LogLikelihood.Request> requests =
        sequences.stream()
            .map(ids -> new LogLikelihood.Request(with(ids, ANY), ids.length))
            .toList();
    LogLikelihood.visit(
        source,
        requests,
        (logits, tokens, scored) -> {
          long[] best = Torch.toLongs(logits.argmax(new LongOptional(1), false));
          for (int row = 0; row < best.length; row++) {
            next[scored.get(row).request()] = best[row];
          }
        });
    return next;
  }

  private static int[] with(int[] ids, int token) {
    int[] longer = Arrays.copyOf(ids, ids.length + 1);
    longer[ids.length] = token;
    return longer;
  }
}
