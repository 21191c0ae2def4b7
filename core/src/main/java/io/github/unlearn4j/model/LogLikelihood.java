package io.github.unlearn4j.model;

import java.util.List;

/** Natural-log probabilities of given tokens, many sequences at once, sorted by length inside. */
public final class LogLikelihood {
  /**
   * @param ids the whole sequence
   * @param from the first position that is scored (≥ 1); its token is predicted from those before
   */
  public record Request(int[] ids, int from) {}

  private LogLikelihood() {}

  /**
   * For each request the log probability of each token {@code ids[from..]}, in the order of the
   * requests; a sequence longer than the model's positions loses its oldest tokens.
   */
  public static List<double[]> of(Decoder decoder, List<Request> requests) {
    throw new UnsupportedOperationException();
  }
}
