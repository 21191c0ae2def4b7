package io.github.unlearn4j.model;

import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/** Greedy or sampled continuation with a key/value cache, several prompts at once. */
public final class Generator {
  private static final int BATCH_PROMPTS = 32;

  /**
   * @param maxNewTokens tokens to add at most; fewer where the model's positions end
   * @param temperature 0: greedy; otherwise logits are divided by it and a token is drawn
   * @param seed of the sampling
   * @param stopIds a sequence ends with any of these (not part of the answer)
   */
  public record Options(int maxNewTokens, double temperature, long seed, int[] stopIds) {}

  private Generator() {}

  /** The new tokens of each prompt. */
  public static List<int[]> generate(Decoder decoder, List<int[]> prompts, Options options) {
    List<int[]> results = new ArrayList<>();
    for (int from = 0; from < prompts.size(); from += BATCH_PROMPTS) {
      int end = Math.min(prompts.size(), from + BATCH_PROMPTS);
      results.addAll(batch(decoder, prompts.subList(from, end), options, token -> {}));
    }
    return results;
  }

  /** One prompt; {@code listener} is given each new token as soon as it is known. */
  public static int[] generate(
      Decoder decoder, int[] prompt, Options options, IntConsumer listener) {
    return batch(decoder, List.of(prompt), options, listener).getFirst();
  }

  private static List<int[]> batch(
      Decoder decoder, List<int[]> prompts, Options options, IntConsumer listener) {
    int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(0);
    int positions = decoder.config().maximumPositions();
    for (int[] prompt : prompts) {
      if (prompt.length == 0 || prompt.length >= positions) {
        throw UserError.badInput(
            "a prompt of %d tokens cannot be continued: the model takes 1 to %d"
                .formatted(prompt.length, positions - 1));
      }
    }
    int newTokens = Math.min(options.maxNewTokens(), positions - longest);
    int batch = prompts.size();
    int[] padding = prompts.stream().mapToInt(prompt -> longest - prompt.length).toArray();
    long[] columns = new long[batch * longest];
    for (int row = 0; row < batch; row++) {
      for (int i = 0; i < prompts.get(row).length; i++) {
        columns[row * longest + padding[row] + i] = prompts.get(row)[i];
      }
    }
    List<List<Integer>> answers = new ArrayList<>();
    prompts.forEach(prompt -> answers.add(new ArrayList<>()));
    boolean[] done = new boolean[batch];
    SplittableRandom random = new SplittableRandom(options.seed());
    try (KvCache cache =
        new KvCache(
            decoder.config(), decoder.computeType().scalarType(), batch, longest + newTokens)) {
      int time = longest;
      for (int step = 0; step < newTokens; step++) {
        long[] next = next(decoder, cache, columns, padding, time, options, random);
        for (int row = 0; row < batch; row++) {
          int token = (int) next[row];
          done[row] |= IntStream.of(options.stopIds()).anyMatch(stop -> stop == token);
          if (!done[row]) {
            answers.get(row).add(token);
            listener.accept(token);
          }
        }
        if (IntStream.range(0, batch).allMatch(row -> done[row])) {
          break;
        }
        columns = next;
        time = 1;
      }
    }
    return answers.stream()
        .map(answer -> answer.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** Feeds the given columns and chooses the token behind them, for each row. */
  private static long[] next(
      Decoder decoder,
      KvCache cache,
      long[] columns,
      int[] padding,
      int time,
      Options options,
      SplittableRandom random) {
    int batch = padding.length;
    try (PointerScope scope = new PointerScope()) {
      Attention.Batch shape = decoder.tables().cached(padding, cache.filled(), time);
      Tensor hidden = decoder.hidden(Torch.longs(columns, batch, time), shape, cache);
      Tensor last = hidden.view(batch, time, -1).select(1, time - 1);
      Tensor logits = decoder.logits(last);
      if (options.temperature() == 0) {
        return Torch.toLongs(logits.argmax(new LongOptional(1), false));
      }
      Tensor probabilities = logits.div_(Torch.scalar(options.temperature())).softmax(1);
      float[] values = Torch.toFloats(probabilities);
      int vocabulary = values.length / batch;
      long[] drawn = new long[batch];
      for (int row = 0; row < batch; row++) {
        drawn[row] =
            draw(Arrays.copyOfRange(values, row * vocabulary, (row + 1) * vocabulary), random);
      }
      return drawn;
    }
  }

  private static int draw(float[] probabilities, SplittableRandom random) {
    double left = random.nextDouble();
    int last = 0;
    for (int token = 0; token < probabilities.length; token++) {
      if (probabilities[token] > 0) {
        last = token;
        left -= probabilities[token];
        if (left < 0) {
          return token;
        }
      }
    }
    return last;
  }
}
