package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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
    labels = soft ? 0 : targets.labels().data_ptr().address();
    softIds = soft ? targets.softIds().data_ptr().address() : 0;
    softProbabilities = soft ? Numbers.of(targets.softProbabilities()) : null;
    named = soft ? (int) targets.softIds().size(1) : 0;
  }

  double run(long rows) {
    double[] losses = new double[Math.toIntExact(rows)];
    Workers.run(
        rows,
        vocabulary,
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            losses[(int) row] = softProbabilities == null ? hard(row) : soft(row);
          }
        });
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  private double hard(long row) {
    long at = row * vocabulary;
    long label = at + Lanes.getLong(labels, row);
    float normaliser = logSum(logits, at, vocabulary);
    float logProbability = Lanes.get(logits, label) - normaliser;
    probabilities(logits, at, vocabulary, normaliser, scale);
    Lanes.put(logits, label, (float) (Math.exp(logProbability) - 1) * scale);
    return -logProbability;
  }

  private double soft(long row) {
    long at = row * vocabulary;
    long first = row * named;
    float normaliser = logSum(logits, at, vocabulary);
    float[] change = new float[named];
    double loss = 0;
    double rest = 1;
    double targetRest = 1;
    for (int i = 0; i < named; i++) {
      float logProbability = Lanes.get(logits, at + Lanes.getLong(softIds, first + i)) - normaliser;
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
    probabilities(logits, at, vocabulary, normaliser, factor);
    for (int i = 0; i < named; i++) {
      Lanes.put(logits, at + Lanes.getLong(softIds, first + i), change[i]);
    }
    return loss;
  }

  private static float logSum(Numbers logits, long at, long vocabulary) {
    FloatVector largest = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
    for (long i = 0; i < vocabulary; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, vocabulary);
      largest = largest.lanewise(VectorOperators.MAX, Lanes.load(logits, at + i, mask), mask);
    }
    float maximum = largest.reduceLanes(VectorOperators.MAX);
    FloatVector sums = FloatVector.zero(Lanes.FLOATS);
    for (long i = 0; i < vocabulary; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, vocabulary);
      sums = sums.add(Exponential.of(Lanes.load(logits, at + i, mask).sub(maximum)), mask);
    }
    return (float) (maximum + Math.log(Lanes.sum(sums)));
  }

  private static void probabilities(
      Numbers logits, long at, long vocabulary, float normaliser, float factor) {
    for (long i = 0; i < vocabulary; i += Lanes.WIDTH) {
      VectorMask<Float> mask = Lanes.mask(i, vocabulary);
      FloatVector probability = Exponential.of(Lanes.load(logits, at + i, mask).sub(normaliser));
      Lanes.store(logits, at + i, probability.mul(factor), mask);
    }
  }
}
