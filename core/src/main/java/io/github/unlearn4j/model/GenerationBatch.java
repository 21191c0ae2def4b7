package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Prompts continued together, padded on the left; sequences that are finished drop out. */
final class GenerationBatch {
  private final Decoder decoder;
  private final Generator.Options options;
  private final TokenChoice choice;
  private final List<List<Integer>> answers = new ArrayList<>();
  private final int newTokens;
  private final int longest;

  /** The sequence in each row of the batch; fewer as sequences end. */
  private int[] sequences;

  private int[] padding;
  private long[] columns;

  GenerationBatch(Decoder decoder, List<int[]> prompts, Generator.Options options) {
    this.decoder = decoder;
    this.options = options;
    int batch = prompts.size();
    choice = new TokenChoice(options, batch);
    longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
    newTokens = Math.min(options.maxNewTokens(), decoder.config().maximumPositions() - longest);
    sequences = IntStream.range(0, batch).toArray();
    padding = prompts.stream().mapToInt(prompt -> longest - prompt.length).toArray();
    columns = new long[batch * longest];
    for (int row = 0; row < batch; row++) {
      for (int i = 0; i < prompts.get(row).length; i++) {
        columns[row * longest + padding[row] + i] = prompts.get(row)[i];
      }
      answers.add(new ArrayList<>());
    }
  }

  /** The new tokens of each prompt; {@code listener} hears of each at once. */
  List<int[]> run(Generator.LazyPacking packing, IntConsumer listener) {
    try (KvCache cache =
        new KvCache(
            decoder.config(), decoder.computeType(), sequences.length, longest + newTokens)) {
      for (int step = 0; step < newTokens && sequences.length > 0; step++) {
        if (step == 1) {
          packing.beforeSteps(sequences.length, newTokens - 1);
        }
        take(next(cache, columns.length / sequences.length), cache, listener);
      }
    }
    return answers.stream()
        .map(answer -> answer.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** Feeds the columns and chooses the token behind them, for each row. */
  private long[] next(KvCache cache, int time) {
    try (PointerScope scope = new PointerScope()) {
      cache.advance(time);
      Attention.Batch shape = decoder.tables().cached(padding, cache, time);
      Tensor ids = Torch.longs(columns, sequences.length, time);
      Tensor hidden = decoder.lastHidden(ids, shape, cache);
      return choice.next(decoder.logits(hidden), sequences);
    }
  }

  private void take(long[] next, KvCache cache, IntConsumer listener) {
    int[] going =
        IntStream.range(0, next.length).filter(row -> !options.stops((int) next[row])).toArray();
    for (int row : going) {
      answers.get(sequences[row]).add((int) next[row]);
      listener.accept((int) next[row]);
    }
    columns = IntStream.of(going).mapToLong(row -> next[row]).toArray();
    if (going.length < next.length) {
      padding = IntStream.of(going).map(row -> padding[row]).toArray();
      sequences = IntStream.of(going).map(row -> sequences[row]).toArray();
      if (going.length > 0) {
        cache.keepRows(IntStream.of(going).asLongStream().toArray());
      }
    }
  }
}
