package io.github.unlearn4j.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** {@link LogSum} with the Vector API (docs/log.md has the times of both). */
final class LogSumLoop {
  private LogSumLoop() {}

  static double of(float[] logits, int count) {
    int whole = Lanes.FLOATS.loopBound(count);
    FloatVector largestLanes = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < whole; i += Lanes.WIDTH) {
      largestLanes = largestLanes.max(FloatVector.fromArray(Lanes.FLOATS, logits, i));
    }
    float largest = largestLanes.reduceLanes(VectorOperators.MAX);
    for (int i = whole; i < count; i++) {
      largest = Math.max(largest, logits[i]);
    }
    FloatVector sums = FloatVector.zero(Lanes.FLOATS);
    for (int i = 0; i < whole; i += Lanes.WIDTH) {
      FloatVector lanes = FloatVector.fromArray(Lanes.FLOATS, logits, i);
      sums = sums.add(Exponential.of(lanes.sub(largest)));
    }
    double sum = Float.isNaN(largest) ? Double.NaN : Lanes.sum(sums);
    for (int i = whole; i < count; i++) {
      sum += Math.exp(logits[i] - largest);
    }
    return largest + Math.log(sum);
  }
}
