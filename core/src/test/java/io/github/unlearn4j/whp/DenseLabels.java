package io.github.unlearn4j.whp;

import io.github.unlearn4j.train.Example;
import java.util.Arrays;

/** Algorithm 1 of the paper word by word, with whole logits in arrays: what labels should be. */
final class DenseLabels {
  private DenseLabels() {}

  static int[] of(
      BlockTranslation translation,
      FakeModel baseline,
      FakeModel reinforced,
      double alpha,
      int vocabulary) {
    int[] original = translation.block().tokens().ids();
    int[] translated = translation.tokens().ids();
    int[] labels = new int[original.length];
    Arrays.fill(labels, Example.IGNORED);
    for (int i = 0; i < original.length - 1; i++) {
      int mapped = translation.map().translated()[i];
      if (mapped < 0) {
        continue;
      }
      float[] generic = baseline.row(translated, mapped);
      double sum = 0;
      for (int id = 0; id < vocabulary; id++) {
        sum += generic[id];
      }
      ForbiddenTokens forbidden = translation.forbidden();
      for (int k = 0; k < forbidden.ids().length; k++) {
        if (forbidden.from()[k] <= mapped) {
          generic[forbidden.ids()[k]] = (float) (sum / vocabulary);
        }
      }
      float[] raised = reinforced.row(original, i);
      int best = -1;
      float bestScore = 0;
      for (int id = 0; id < vocabulary; id++) {
        float offset = Math.max(raised[id] - generic[id], 0);
        float score = generic[id] - (float) alpha * offset;
        if (best < 0 || score > bestScore) {
          best = id;
          bestScore = score;
        }
      }
      labels[i] = best;
    }
    return labels;
  }
}
