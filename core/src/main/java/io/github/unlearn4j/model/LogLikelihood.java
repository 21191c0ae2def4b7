package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Natural-log probabilities of given tokens. Sequences are computed in batches of similar length,
 * and logits are made for scored positions only.
 */
public final class LogLikelihood {
  private static final int BATCH_TOKENS = 4096;
  private static final int CHUNK_ROWS = 512;

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
    List<double[]> results = new ArrayList<>();
    requests.forEach(request -> results.add(new double[request.ids().length - request.from()]));
    List<Integer> order =
        IntStream.range(0, requests.size())
            .boxed()
            .sorted(Comparator.comparingInt(index -> -requests.get(index).ids().length))
            .toList();
    int limit = decoder.config().maximumPositions() + 1;
    int from = 0;
    while (from < order.size()) {
      int longest = Math.min(limit, requests.get(order.get(from)).ids().length);
      int count = Math.clamp(BATCH_TOKENS / Math.max(1, longest), 1, order.size() - from);
      score(decoder, requests, order.subList(from, from + count), longest, results);
      from += count;
    }
    return results;
  }

  /** One batch; the last token of a sequence is only predicted, never an input. */
  private static void score(
      Decoder decoder,
      List<Request> requests,
      List<Integer> members,
      int longest,
      List<double[]> results) {
    int time = Math.max(1, longest - 1);
    long[] ids = new long[members.size() * time];
    List<long[]> scored = new ArrayList<>(); // row of hidden states, token, request, place
    for (int row = 0; row < members.size(); row++) {
      int member = members.get(row);
      Request request = requests.get(member);
      int length = request.ids().length;
      int lost = Math.max(0, length - longest);
      for (int i = lost; i < length - 1; i++) {
        ids[row * time + i - lost] = request.ids()[i];
      }
      Arrays.fill(results.get(member), Double.NaN);
      for (int i = Math.max(request.from(), lost + 1); i < length; i++) {
        scored.add(
            new long[] {
              (long) row * time + i - lost - 1, request.ids()[i], member, i - request.from()
            });
      }
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor hidden = decoder.hidden(Torch.longs(ids, members.size(), time));
      for (int from = 0; from < scored.size(); from += CHUNK_ROWS) {
        scoreChunk(
            decoder,
            hidden,
            scored.subList(from, Math.min(scored.size(), from + CHUNK_ROWS)),
            results);
      }
    }
  }

  private static void scoreChunk(
      Decoder decoder, Tensor hidden, List<long[]> chunk, List<double[]> results) {
    try (PointerScope scope = new PointerScope()) {
      long[] rows = chunk.stream().mapToLong(entry -> entry[0]).toArray();
      long[] tokens = chunk.stream().mapToLong(entry -> entry[1]).toArray();
      Tensor logits = decoder.logits(hidden.index_select(0, Torch.longs(rows, rows.length)));
      Tensor chosen = logits.gather(1, Torch.longs(tokens, tokens.length, 1)).squeeze(1);
      float[] values = Torch.toFloats(chosen.sub_(torch.logsumexp(logits, 1)));
      for (int i = 0; i < values.length; i++) {
        results.get((int) chunk.get(i)[2])[(int) chunk.get(i)[3]] = values[i];
      }
    }
  }
}
