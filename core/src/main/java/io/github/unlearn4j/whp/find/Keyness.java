package io.github.unlearn4j.whp.find;

/**
 * How much more often a term stands in the target than in ordinary text.
 *
 * <p>Dunning's log-likelihood ratio (1993): with observed counts a (target, N words) and b (retain,
 * M words), and the counts expected if both texts used the term alike, E = N(a+b)/(N+M) and F =
 * M(a+b)/(N+M),
 *
 * <pre>G² = 2 (a ln(a/E) + b ln(b/F))</pre>
 *
 * given the sign −1 where the retain text uses it more. Without retain text the score is the count.
 */
record Keyness(long targetWords, long retainWords) {
  /** A term must be this many times as frequent in the target as in the retain text. */
  static final double LEAST_RATIO = 10;

  double score(int inTarget, int inRetain) {
    if (retainWords == 0) {
      return inTarget;
    }
    double both = inTarget + inRetain;
    double words = (double) targetWords + retainWords;
    double expectedTarget = targetWords * both / words;
    double expectedRetain = retainWords * both / words;
    double ratio = 2 * (part(inTarget, expectedTarget) + part(inRetain, expectedRetain));
    return inTarget >= expectedTarget ? ratio : -ratio;
  }

  private static double part(double observed, double expected) {
    return observed == 0 ? 0 : observed * Math.log(observed / expected);
  }

  /** Never seen in the retain text, or {@link #LEAST_RATIO} times rarer there. */
  boolean isParticular(int inTarget, int inRetain) {
    return inRetain == 0
        || (double) inTarget * retainWords >= LEAST_RATIO * (double) inRetain * targetWords;
  }
}
