package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What a model makes of given tokens, beyond their probability. All arrays have one entry for each
 * scored token; what {@link LogLikelihood#of} would call NaN is NaN here.
 *
 * @param logarithms natural-log probability of the token
 * @param means Σ p(v) log p(v) over the vocabulary: what a token drawn from the model would have
 * @param deviations standard deviation of log p(v) under p
 * @param greedy whether the token is the likeliest of all
 */
public record TokenScores(
    double[] logarithms, double[] means, double[] deviations, boolean[] greedy) {

  private static TokenScores unknown(int length) {
    TokenScores scores =
        new TokenScores(
            new double[length], new double[length], new double[length], new boolean[length]);
    Arrays.fill(scores.logarithms, Double.NaN);
    Arrays.fill(scores.means, Double.NaN);
    Arrays.fill(scores.deviations, Double.NaN);
    return scores;
  }

  /** The scores of each request, in the order of the requests. */
  public static List<TokenScores> of(Decoder decoder, List<LogLikelihood.Request> requests) {
    return of(LogitSource.of(decoder), requests);
  }

  /** The same by other logits than those of a single model. */
  public static List<TokenScores> of(LogitSource source, List<LogLikelihood.Request> requests) {
    List<TokenScores> results = new ArrayList<>();
    requests.forEach(request -> results.add(unknown(request.ids().length - request.from())));
    LogLikelihood.visit(
        source,
        requests,
        (logits, tokens, scored) -> {
          Tensor logarithms = torch.log_softmax(logits, 1);
          float[] chosen = Torch.toFloats(logarithms.gather(1, tokens.unsqueeze(1)).squeeze(1));
          Tensor probabilities = logarithms.exp();
          Tensor mean = dot(probabilities, logarithms);
          // Around the mean: the difference of E[x²] and E[x]² would lose the small ones.
          Tensor around = logarithms.sub_(mean);
          float[] variances = Torch.toFloats(dot(probabilities.mul_(around), around).squeeze(1));
          float[] means = Torch.toFloats(mean.squeeze(1));
          long[] best = Torch.toLongs(logits.argmax(new LongOptional(1), false));
          long[] asked = Torch.toLongs(tokens);
          for (int i = 0; i < chosen.length; i++) {
            TokenScores result = results.get(scored.get(i).request());
            int place = scored.get(i).place();
            result.logarithms[place] = chosen[i];
            result.means[place] = means[i];
            result.deviations[place] = Math.sqrt(variances[i]);
            result.greedy[place] = best[i] == asked[i];
          }
        });
    return results;
  }

  /** Σ over each row of a · b, [rows, 1], without a copy of their product. */
  private static Tensor dot(Tensor a, Tensor b) {
    return torch.bmm(a.unsqueeze(1), b.unsqueeze(2)).squeeze(2);
  }
}
