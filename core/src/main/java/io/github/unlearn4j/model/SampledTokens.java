package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How probable given tokens are, and how probable to one who draws from the k likeliest tokens of
 * each position only. Both arrays have one entry for each scored token; what {@link
 * LogLikelihood#of} would call NaN is NaN here.
 *
 * @param logarithms natural-log probability of the token among all
 * @param drawn the same among the k likeliest; −∞ for a token that is none of them
 */
public record SampledTokens(double[] logarithms, double[] drawn) {

  /** What each request comes to, in the order of the requests. */
  public static List<SampledTokens> of(
      LogitSource source, List<LogLikelihood.Request> requests, int k) {
    List<SampledTokens> results = new ArrayList<>();
    for (LogLikelihood.Request request : requests) {
      double[] unknown = new double[request.ids().length - request.from()];
      Arrays.fill(unknown, Double.NaN);
      results.add(new SampledTokens(unknown, unknown.clone()));
    }
    LogLikelihood.visit(
        source,
        requests,
        (logits, tokens, scored) -> {
          float[] chosen = Torch.toFloats(logits.gather(1, tokens.unsqueeze(1)));
          float[] all = Torch.toFloats(torch.logsumexp(logits, 1));
          Tensor likeliest = torch.topk(logits, Math.min(k, logits.size(1))).get0();
          float[] some = Torch.toFloats(torch.logsumexp(likeliest, 1));
          float[] least = Torch.toFloats(likeliest.select(1, likeliest.size(1) - 1));
          for (int i = 0; i < chosen.length; i++) {
            SampledTokens result = results.get(scored.get(i).request());
            int place = scored.get(i).place();
            result.logarithms[place] = chosen[i] - all[i];
            result.drawn[place] =
                chosen[i] >= least[i] ? chosen[i] - some[i] : Double.NEGATIVE_INFINITY;
          }
        });
    return results;
  }
}
