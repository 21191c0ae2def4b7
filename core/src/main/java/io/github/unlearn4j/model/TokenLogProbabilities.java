package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What a model thought of the tokens of one sequence, and which it would have liked better. */
public final class TokenLogProbabilities {
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
    if (from == ids.length) {
      return List.of();
    }
    Scored[] all = new Scored[ids.length - from];
    LogLikelihood.visit(
        LogitSource.of(decoder),
        List.of(new LogLikelihood.Request(ids, from)),
        (logits, tokens, scored) -> {
          Tensor logarithms = torch.log_softmax(logits, 1);
          float[] chosen = Torch.toFloats(logarithms.gather(1, tokens.unsqueeze(1)));
          float[] values = {};
          long[] likeliest = {};
          if (top > 0) {
            var best = torch.topk(logarithms, top);
            values = Torch.toFloats(best.get0());
            likeliest = Torch.toLongs(best.get1());
          }
          for (int row = 0; row < chosen.length; row++) {
            int place = scored.get(row).place();
            int[] topTokens = new int[top];
            double[] topValues = new double[top];
            for (int rank = 0; rank < top; rank++) {
              topTokens[rank] = (int) likeliest[row * top + rank];
              topValues[rank] = values[row * top + rank];
            }
            all[place] = new Scored(ids[from + place], chosen[row], topTokens, topValues);
          }
        });
    return List.of(all);
  }
}
