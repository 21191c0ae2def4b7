package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import io.github.unlearn4j.tensor.Torch;
import org.bytedeco.pytorch.Tensor;

/** Cross-entropy and its gradient over the vocabulary, a row at a time in the second cache. */
final class LossLoops {
  private final Numbers logits;
  private final long vocabulary;
  private final float scale;
  private final long labels;
  private final long softIds;
  private final Numbers softProbabilities;
  private final int named;

  LossLoops(Tensor logits, LossTargets targets, double scale) {
    this.logits = Numbers.of(logits);
    this.vocabulary = logits.size(1);
    this.scale = (float) scale;
    boolean soft = targets.soft();
    labels = soft ? 0 : Torch.address(targets.labels());
    softIds = soft ? Torch.address(targets.softIds()) : 0;
    softProbabilities = soft ? Numbers.of(targets.softProbabilities()) : null;
    named = soft ? (int) targets.softIds().size(1) : 0;
  }

  double run(long rows) {
    float[][] powers = new float[Workers.count()][Math.toIntExact(vocabulary) + Lanes.WIDTH];
    double[] losses = new double[Math.toIntExact(rows)];
    Workers.run(
        rows,
        vocabulary,
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            losses[(int) row] =
                softProbabilities == null ? hard(row, powers[worker]) : soft(row, powers[worker]);
          }
        });
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  private double hard(long row, float[] powers) {
    long at = row * vocabulary;
    long label = at + Lanes.getLong(labels, row);
    Lanes.Powers all = read(at, powers);
    float logProbability = Lanes.get(logits, label) - all.logSum();
    write(powers, all.sum(), at, scale);
    Lanes.put(logits, label, (float) (Math.exp(logProbability) - 1) * scale);
    return -logProbability;
  }

  private double soft(long row, float[] powers) {
    long at = row * vocabulary;
    long first = row * named;
    Lanes.Powers all = read(at, powers);
    float logSum = all.logSum();
    float[] change = new float[named];
    double loss = 0;
    double rest = 1;
    double targetRest = 1;
    for (int i = 0; i < named; i++) {
      float logProbability = Lanes.get(logits, at + Lanes.getLong(softIds, first + i)) - logSum;
      float target = Lanes.get(softProbabilities, first + i);
      double probability = Math.exp(logProbability);
      loss -= target * (double) logProbability;
      rest -= probability;
      targetRest -= target;
      change[i] = (float) (probability - target) * scale;
    }
    rest = Math.max(rest, LossTargets.SMALLEST_REST);
    targetRest = Math.max(targetRest, LossTargets.SMALLEST_REST);
    loss -= targetRest * Math.log(rest);
    float factor = scale * (float) (1 - targetRest / rest);
    write(powers, all.sum(), at, factor);
    for (int i = 0; i < named; i++) {
      Lanes.put(logits, at + Lanes.getLong(softIds, first + i), change[i]);
    }
    return loss;
  }

  private Lanes.Powers read(long at, float[] powers) {
    Lanes.read(logits, at, powers, (int) vocabulary);
    return Lanes.powers(powers, (int) vocabulary);
  }

  /** The row's probabilities times {@code factor}, in place of its logits: p = power / sum. */
  private void write(float[] powers, float sum, long at, float factor) {
    Lanes.writeScaled(powers, (int) vocabulary, factor / sum, logits, at);
  }
}
