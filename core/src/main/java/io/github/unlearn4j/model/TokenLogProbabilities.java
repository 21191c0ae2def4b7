package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What a model thought of the tokens of one sequence, and which it would have liked better. */
public final class TokenLogProbabilities {
  private static final int CHUNK_ROWS = 64;

  /**
   * @param token the token that stands there
   * @param logProbability natural log of its probability
   * @param topTokens the likeliest tokens of this place, likeliest first
   * @param topLogProbabilities natural logs of their probabilities
   */
  public record Scored(
      int token, double logProbability, int[] topTokens, double[] topLogProbabilities) {}

  private TokenLogProbabilities() {}

  /**
   * Scores {@code ids[from..]}, each token behind those before it, in one pass.
   *
   * @param from first position that is scored (≥ 1)
   * @param top how many of the likeliest tokens to name at each position
   */
  public static List<Scored> of(Decoder decoder, int[] ids, int from, int top) {
    List<Scored> all = new ArrayList<>();
    if (from == ids.length) {
      return all;
    }
    try (PointerScope scope = new PointerScope()) {
      long[] before = Arrays.stream(ids, 0, ids.length - 1).asLongStream().toArray();
      Tensor hidden = decoder.hidden(Torch.longs(before, 1, before.length));
      for (int start = from; start < ids.length; start += CHUNK_ROWS) {
        int end = Math.min(ids.length, start + CHUNK_ROWS);
        all.addAll(chunk(decoder, hidden, Arrays.copyOfRange(ids, start, end), start, top));
      }
    }
    return all;
  }

  private static List<Scored> chunk(
      Decoder decoder, Tensor hidden, int[] tokens, int start, int top) {
    int rows = tokens.length;
    try (PointerScope scope = new PointerScope()) {
      Tensor logits = decoder.logits(hidden.narrow(0, start - 1, rows)).log_softmax(1);
      long[] column = Arrays.stream(tokens).asLongStream().toArray();
      float[] chosen = Torch.toFloats(logits.gather(1, Torch.longs(column, rows, 1)));
      float[] values = {};
      long[] likeliest = {};
      if (top > 0) {
        var best = torch.topk(logits, top);
        values = Torch.toFloats(best.get0());
        likeliest = Torch.toLongs(best.get1());
      }
      List<Scored> scored = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        int[] topTokens = new int[top];
        double[] topValues = new double[top];
        for (int place = 0; place < top; place++) {
          topTokens[place] = (int) likeliest[row * top + place];
          topValues[place] = values[row * top + place];
        }
        scored.add(new Scored(tokens[row], chosen[row], topTokens, topValues));
      }
      return scored;
    }
  }
}
