package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.bytedeco.pytorch.Tensor;

/**
 * Attention of one new position of each sequence over cached keys and values, float32; the keys'
 * columns lie side by side: scores, softmax and context of a query one after the other, with four
 * vectors of sums in registers.
 */
final class CacheLoops {
  private static final int FOUR = 4 * Lanes.WIDTH;

  private final Numbers queries;
  private final Numbers keys;
  private final Numbers values;
  private final Numbers mask;
  private final Numbers contexts;
  private final long keyPairs;
  private final long keyStride;
  private final long valuePairs;
  private final long valueStride;
  private final int groups;
  private final int columns;
  private final int size;
  private final long pairsOfSequence;

  private CacheLoops(Tensor query, Tensor keys, Tensor values, Tensor mask, Tensor context) {
    queries = Numbers.of(query);
    this.keys = Numbers.of(keys);
    this.values = Numbers.of(values);
    this.mask = Numbers.of(mask);
    contexts = Numbers.of(context);
    keyPairs = keys.stride(0);
    keyStride = keys.stride(2);
    valuePairs = values.stride(0);
    valueStride = values.stride(1);
    groups = (int) query.size(1);
    columns = (int) keys.size(1);
    size = (int) query.size(2);
    pairsOfSequence = query.size(0) / mask.size(0);
  }

  /** See {@link Kernels#maskedAttention}; {@code context} is written. */
  static void attend(Tensor query, Tensor keys, Tensor values, Tensor mask, Tensor context) {
    CacheLoops loops = new CacheLoops(query, keys, values, mask, context);
    float[][] scores = new float[Workers.count()][loops.columns + FOUR];
    Workers.run(
        query.size(0) * loops.groups,
        loops.columns,
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            loops.attend(row, scores[worker]);
          }
        });
  }

  private void attend(long row, float[] scores) {
    long pair = row / groups;
    long hidden = pair / pairsOfSequence * columns;
    for (int column = 0; column < columns; column += FOUR) {
      scores(row * size, pair * keyPairs + column, hidden + column, scores, column);
    }
    softmax(scores);
    int i = 0;
    for (; i + FOUR <= size; i += FOUR) {
      context(scores, pair * valuePairs + i, row * size + i);
    }
    for (; i < size; i += Lanes.WIDTH) {
      VectorMask<Float> lanes = Lanes.mask(i, size);
      contextRest(scores, pair * valuePairs + i, row * size + i, lanes);
    }
  }

  /** Scores of four vectors of columns, or of as many as there are. */
  private void scores(long queryAt, long keyAt, long maskAt, float[] scores, int column) {
    if (column + FOUR > columns) {
      for (int at = column; at < columns; at += Lanes.WIDTH) {
        int behind = at - column;
        scoresRest(queryAt, keyAt + behind, maskAt + behind, scores, at);
      }
      return;
    }
    FloatVector first = Lanes.load(mask, maskAt, Lanes.ALL);
    FloatVector second = Lanes.load(mask, maskAt + Lanes.WIDTH, Lanes.ALL);
    FloatVector third = Lanes.load(mask, maskAt + 2 * Lanes.WIDTH, Lanes.ALL);
    FloatVector fourth = Lanes.load(mask, maskAt + 3 * Lanes.WIDTH, Lanes.ALL);
    for (int i = 0; i < size; i++) {
      FloatVector query = FloatVector.broadcast(Lanes.FLOATS, Lanes.get(queries, queryAt + i));
      long at = keyAt + i * keyStride;
      first = Lanes.load(keys, at, Lanes.ALL).fma(query, first);
      second = Lanes.load(keys, at + Lanes.WIDTH, Lanes.ALL).fma(query, second);
      third = Lanes.load(keys, at + 2 * Lanes.WIDTH, Lanes.ALL).fma(query, third);
      fourth = Lanes.load(keys, at + 3 * Lanes.WIDTH, Lanes.ALL).fma(query, fourth);
    }
    first.intoArray(scores, column);
    second.intoArray(scores, column + Lanes.WIDTH);
    third.intoArray(scores, column + 2 * Lanes.WIDTH);
    fourth.intoArray(scores, column + 3 * Lanes.WIDTH);
  }

  private void scoresRest(long queryAt, long keyAt, long maskAt, float[] scores, int column) {
    VectorMask<Float> lanes = Lanes.mask(column, columns);
    FloatVector sum = Lanes.load(mask, maskAt, lanes);
    for (int i = 0; i < size; i++) {
      FloatVector query = FloatVector.broadcast(Lanes.FLOATS, Lanes.get(queries, queryAt + i));
      sum = Lanes.load(keys, keyAt + i * keyStride, lanes).fma(query, sum);
    }
    sum.intoArray(scores, column);
  }

  private void softmax(float[] scores) {
    // Behind the last column lies what an earlier row left.
    Arrays.fill(scores, columns, columns + Lanes.WIDTH, Float.NEGATIVE_INFINITY);
    FloatVector largest = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < columns; i += Lanes.WIDTH) {
      largest = largest.max(FloatVector.fromArray(Lanes.FLOATS, scores, i));
    }
    float maximum = largest.reduceLanes(VectorOperators.MAX);
    FloatVector sums = FloatVector.zero(Lanes.FLOATS);
    for (int i = 0; i < columns; i += Lanes.WIDTH) {
      FloatVector power =
          Exponential.of(FloatVector.fromArray(Lanes.FLOATS, scores, i).sub(maximum));
      power.intoArray(scores, i);
      sums = sums.add(power);
    }
    float factor = 1 / Lanes.sum(sums);
    for (int i = 0; i < columns; i += Lanes.WIDTH) {
      FloatVector.fromArray(Lanes.FLOATS, scores, i).mul(factor).intoArray(scores, i);
    }
  }

  private void context(float[] probabilities, long valueAt, long contextAt) {
    FloatVector first = FloatVector.zero(Lanes.FLOATS);
    FloatVector second = first;
    FloatVector third = first;
    FloatVector fourth = first;
    for (int column = 0; column < columns; column++) {
      FloatVector probability = FloatVector.broadcast(Lanes.FLOATS, probabilities[column]);
      long at = valueAt + column * valueStride;
      first = Lanes.load(values, at, Lanes.ALL).fma(probability, first);
      second = Lanes.load(values, at + Lanes.WIDTH, Lanes.ALL).fma(probability, second);
      third = Lanes.load(values, at + 2 * Lanes.WIDTH, Lanes.ALL).fma(probability, third);
      fourth = Lanes.load(values, at + 3 * Lanes.WIDTH, Lanes.ALL).fma(probability, fourth);
    }
    Lanes.store(contexts, contextAt, first, Lanes.ALL);
    Lanes.store(contexts, contextAt + Lanes.WIDTH, second, Lanes.ALL);
    Lanes.store(contexts, contextAt + 2 * Lanes.WIDTH, third, Lanes.ALL);
    Lanes.store(contexts, contextAt + 3 * Lanes.WIDTH, fourth, Lanes.ALL);
  }

  private void contextRest(
      float[] probabilities, long valueAt, long contextAt, VectorMask<Float> lanes) {
    FloatVector sum = FloatVector.zero(Lanes.FLOATS);
    for (int column = 0; column < columns; column++) {
      FloatVector probability = FloatVector.broadcast(Lanes.FLOATS, probabilities[column]);
      sum = Lanes.load(values, valueAt + column * valueStride, lanes).fma(probability, sum);
    }
    Lanes.store(contexts, contextAt, sum, lanes);
  }
}
