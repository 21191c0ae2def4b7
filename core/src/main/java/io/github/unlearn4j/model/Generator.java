package io.github.unlearn4j.model;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Greedy or sampled continuation with a key/value cache, several prompts at once. */
public final class Generator {
  /** Prompts of a batch at most. */
  public static final int BATCH_PROMPTS = 32;

  /** Their tokens with padding, which bound the memory of keys and values. */
  private static final int BATCH_TOKENS = 8192;

  /** Columns that are read at once: the first pass's memory grows with these times all before. */
  private static final int SLICE = 512;

  /**
   * @param maxNewTokens tokens to add at most; fewer where the model's positions end
   * @param temperature 0: greedy; otherwise logits are divided by it and a token is drawn
   * @param seed of the sampling
   * @param stopIds a sequence ends with any of these (not part of the answer)
   */
  public record Options(int maxNewTokens, double temperature, long seed, int[] stopIds) {
    boolean stops(int token) {
      return IntStream.of(stopIds).anyMatch(stop -> stop == token);
    }
  }

  private Generator() {}

  /** The new tokens of each prompt. */
  public static List<int[]> generate(Decoder decoder, List<int[]> prompts, Options options) {
    return generate(LogitSource.of(decoder), prompts, options);
  }

  /** The same by other logits than those of a single model. */
  public static List<int[]> generate(LogitSource source, List<int[]> prompts, Options options) {
    return generate(source, prompts, options, token -> {});
  }

  /** One prompt; {@code listener} is given each new token as soon as it is known. */
  public static int[] generate(
      Decoder decoder, int[] prompt, Options options, IntConsumer listener) {
    return generate(LogitSource.of(decoder), List.of(prompt), options, listener).getFirst();
  }

  private static List<int[]> generate(
      LogitSource source, List<int[]> prompts, Options options, IntConsumer listener) {
    Torch.start();
    prompts.forEach(prompt -> check(prompt, source.maximumPositions()));
    List<int[]> results = new ArrayList<>(prompts);
    List<Integer> order =
        IntStream.range(0, prompts.size())
            .boxed()
            .sorted(Comparator.comparingInt(index -> -prompts.get(index).length))
            .toList();
    try (LazyPacking packing = new LazyPacking(source)) {
      int from = 0;
      while (from < order.size()) {
        int longest = prompts.get(order.get(from)).length;
        int room = Math.clamp(BATCH_TOKENS / longest, 1, BATCH_PROMPTS);
        List<Integer> members = order.subList(from, Math.min(order.size(), from + room));
        int strands = source.strands(members.size());
        if (strands > 1) {
          packing.beforeSteps(members.size() / strands, options.maxNewTokens());
        }
        Strands.run(
            strands,
            strand -> {
              List<Integer> own = every(strands, strand, members);
              new GenerationBatch(source, prompts, own, options, SLICE)
                  .run(packing, listener)
                  .forEach(results::set);
            });
        from += members.size();
      }
    }
    return results;
  }

  /** Members that are a number of strands apart, so that all strands have short and long ones. */
  private static List<Integer> every(int strands, int first, List<Integer> members) {
    return IntStream.range(0, members.size())
        .filter(i -> i % strands == first)
        .mapToObj(members::get)
        .toList();
  }

  private static void check(int[] prompt, int positions) {
    if (prompt.length == 0 || prompt.length >= positions) {
      throw UserError.badInput(
          "a prompt of %d tokens cannot be continued: the model takes 1 to %d"
              .formatted(prompt.length, positions - 1));
    }
  }

  /** Packs the weights once it is clear that enough tokens will come to pay for it. */
  static final class LazyPacking implements AutoCloseable {
    /** About what packing costs, in steps that it makes faster. */
    private static final int WORTH_STEPS = 16;

    private final LogitSource source;
    private LogitSource.Packed packed;

    LazyPacking(LogitSource source) {
      this.source = source;
    }

    synchronized void beforeSteps(int rows, int steps) {
      if (packed == null && steps >= WORTH_STEPS) {
        packed = source.pack(rows);
      }
    }

    @Override
    public void close() {
      if (packed != null) {
        packed.close();
      }
    }
  }
}
