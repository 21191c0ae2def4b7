package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Prompts continued together, padded on the left; sequences that are finished drop out. */
final class GenerationBatch {
  private final LogitSource source;
  private final List<Integer> numbers;
  private final int slice;
  private final Generator.Options options;
  private final TokenChoice choice;
  private final List<List<Integer>> answers = new ArrayList<>();
  private final int longest;

  /** New tokens of each sequence at most, and the most that any of them may have. */
  private final int[] room;

  private final int newTokens;

  /** The sequence in each row of the batch; fewer as sequences end. */
  private int[] sequences;

  private int[] padding;
  private long[] columns;

  /**
   * @param all prompts, of which these are the {@code numbers}
   * @param slice columns of the prompts that are read at once
   */
  GenerationBatch(
      LogitSource source,
      List<int[]> all,
      List<Integer> numbers,
      Generator.Options options,
      int slice) {
    this.source = source;
    this.numbers = numbers;
    this.slice = slice;
    this.options = options;
    List<int[]> prompts = numbers.stream().map(all::get).toList();
    int batch = prompts.size();
    choice = new TokenChoice(options, numbers);
    longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
    int positions = source.maximumPositions();
    room =
        prompts.stream()
            .mapToInt(prompt -> Math.min(options.maxNewTokens(), positions - prompt.length))
            .toArray();
    newTokens = IntStream.of(room).max().orElseThrow();
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

  /** The new tokens of each prompt by its number; {@code listener} hears of each at once. */
  Map<Integer, int[]> run(Generator.LazyPacking packing, IntConsumer listener) {
    try (LogitSource.Continued read = source.continued(sequences.length, longest + newTokens)) {
      for (int step = 0; step < newTokens && sequences.length > 0; step++) {
        if (step == 1) {
          packing.beforeSteps(sequences.length, newTokens - 1);
        }
        take(next(read, columns.length / sequences.length), read, listener);
      }
    }
    Map<Integer, int[]> byNumber = new HashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      int[] answer = answers.get(i).stream().mapToInt(Integer::intValue).toArray();
      byNumber.put(numbers.get(i), answer);
    }
    return byNumber;
  }

  /** Feeds the columns and chooses the token behind them, for each row. */
  private long[] next(LogitSource.Continued read, int time) {
    try (PointerScope scope = new PointerScope()) {
      Tensor ids = Torch.longs(columns, sequences.length, time);
      int last = (time - 1) / slice * slice;
      for (int from = 0; from < last; from += slice) {
        try (PointerScope part = new PointerScope()) {
          read.read(ids.narrow(1, from, slice).contiguous(), padding, slice);
        }
      }
      int rest = time - last;
      Tensor behind = ids.narrow(1, last, rest).contiguous();
      return choice.next(read.logits(read.read(behind, padding, rest)), sequences);
    }
  }

  private void take(long[] next, LogitSource.Continued read, IntConsumer listener) {
    List<Integer> stay = new ArrayList<>();
    for (int row = 0; row < next.length; row++) {
      int token = (int) next[row];
      if (!options.stops(token)) {
        List<Integer> answer = answers.get(sequences[row]);
        answer.add(token);
        listener.accept(token);
        if (answer.size() < room[sequences[row]]) {
          stay.add(row);
        }
      }
    }
    int[] going = stay.stream().mapToInt(Integer::intValue).toArray();
    columns = IntStream.of(going).mapToLong(row -> next[row]).toArray();
    if (going.length < next.length) {
      padding = IntStream.of(going).map(row -> padding[row]).toArray();
      sequences = IntStream.of(going).map(row -> sequences[row]).toArray();
      if (going.length > 0) {
        read.keepRows(IntStream.of(going).asLongStream().toArray());
      }
    }
  }
}
