package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Natural-log probabilities of given tokens. What several sequences begin with is computed once
 * ({@link TokenTree}), batches hold trees of similar size, and logits are made for scored positions
 * only.
 */
public final class LogLikelihood {
  /**
   * How much is computed at once, found by timing (docs/log.md).
   *
   * @param batchTokens nodes of a batch of trees, padding included
   * @param chunkRows rows of logits
   * @param worthPacking from so many nodes on, packing all weights takes less time than it saves
   */
  private record Portions(int batchTokens, int chunkRows, int worthPacking) {
    static final Portions FLOAT32 = new Portions(1024, 256, Integer.MAX_VALUE);
    static final Portions BFLOAT16 = new Portions(1024, 128, 4096);
  }

  /**
   * @param ids the whole sequence
   * @param from the first position that is scored (≥ 1); its token is predicted from those before
   */
  public record Request(int[] ids, int from) {
    public Request {
      if (from < 1 || from > ids.length) {
        throw new IllegalArgumentException("from %d is outside 1 … %d".formatted(from, ids.length));
      }
    }
  }

  private LogLikelihood() {}

  /**
   * For each request the log probability of each token {@code ids[from..]}, in the order of the
   * requests. A sequence longer than the model's positions loses its oldest tokens; scored tokens
   * that are lost, or have nothing before them, count as NaN.
   */
  public static List<double[]> of(Decoder decoder, List<Request> requests) {
    return of(LogitSource.of(decoder), requests);
  }

  /** The same by other logits than those of a single model. */
  public static List<double[]> of(LogitSource source, List<Request> requests) {
    List<double[]> results = new ArrayList<>();
    for (Request request : requests) {
      double[] unknown = new double[request.ids().length - request.from()];
      Arrays.fill(unknown, Double.NaN);
      results.add(unknown);
    }
    visit(
        source,
        requests,
        (logits, tokens, scored) -> {
          Tensor chosen = logits.gather(1, tokens.unsqueeze(1)).squeeze(1);
          float[] values = Torch.toFloats(chosen.sub_(torch.logsumexp(logits, 1)));
          for (int i = 0; i < values.length; i++) {
            results.get(scored.get(i).request())[scored.get(i).place()] = values[i];
          }
        });
    return results;
  }

  /** Is given the logits of the positions that predict scored tokens, a few rows at a time. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param logits float32 [rows, vocabulary]
     * @param tokens int64 [rows]: what is asked for
     * @param scored where the answer of each row belongs
     */
    void take(Tensor logits, Tensor tokens, List<TokenTree.Scored> scored);
  }

  /** Reads all requests; tokens that {@link #of} would call NaN are never shown. */
  static void visit(LogitSource source, List<Request> requests, Visitor visitor) {
    List<TokenTree> trees = TokenTree.pack(requests, source.maximumPositions());
    int nodes = trees.stream().mapToInt(TokenTree::size).sum();
    Portions portions = source.isFloat32() ? Portions.FLOAT32 : Portions.BFLOAT16;
    try (LogitSource.Packed packed =
        nodes < portions.worthPacking() ? null : source.pack(portions.batchTokens())) {
      int from = 0;
      while (from < trees.size()) {
        int longest = trees.get(from).size();
        int count = Math.clamp(portions.batchTokens() / longest, 1, trees.size() - from);
        count -= count % source.strands(count); // no strand has a tree more than another
        score(source, trees.subList(from, from + count), longest, portions.chunkRows(), visitor);
        from += count;
      }
    }
  }

  /** One batch, the smaller trees padded on the right to {@code time} columns. */
  private static void score(
      LogitSource source, List<TokenTree> trees, int time, int chunkRows, Visitor visitor) {
    long[] ids = new long[trees.size() * time];
    List<TokenTree.Scored> scored = new ArrayList<>();
    List<Integer> rows = new ArrayList<>(); // of hidden states, one for each scored token
    for (int row = 0; row < trees.size(); row++) {
      TokenTree tree = trees.get(row);
      for (int node = 0; node < tree.size(); node++) {
        ids[row * time + node] = tree.id(node);
      }
      for (TokenTree.Scored entry : tree.scored()) {
        scored.add(entry);
        rows.add(row * time + entry.node());
      }
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor input = Torch.longs(ids, trees.size(), time);
      LogitSource.Reading reading = source.read(input, trees, time);
      for (int from = 0; from < scored.size(); from += chunkRows) {
        int end = Math.min(scored.size(), from + chunkRows);
        List<Integer> chunk = rows.subList(from, end);
        scoreChunk(source, reading, chunk, scored.subList(from, end), visitor);
      }
    }
  }

  private static void scoreChunk(
      LogitSource source,
      LogitSource.Reading reading,
      List<Integer> rows,
      List<TokenTree.Scored> scored,
      Visitor visitor) {
    try (PointerScope scope = new PointerScope()) {
      long[] index = rows.stream().mapToLong(Integer::longValue).toArray();
      long[] tokens = scored.stream().mapToLong(TokenTree.Scored::token).toArray();
      Tensor logits = reading.logits(index);
      Tensor asked = source.device().take(Torch.longs(tokens, tokens.length));
      visitor.take(logits, asked, scored);
    }
  }
}
