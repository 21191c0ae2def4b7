package io.github.unlearn4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Which examples each step learns from: a fresh shuffle for each epoch, fixed by the seed. */
final class ExampleOrder {
  private final int examples;
  private final long seed;
  private int epoch = -1;
  private int[] shuffled;

  ExampleOrder(int examples, long seed) {
    this.examples = examples;
    this.seed = seed;
  }

  /** Indices of step {@code step} (from 0); an epoch's rest is filled up from the next epoch. */
  List<Integer> batch(int step, int batchBlocks) {
    List<Integer> indices = new ArrayList<>();
    for (long i = (long) step * batchBlocks; i < (long) (step + 1) * batchBlocks; i++) {
      indices.add(order((int) (i / examples))[(int) (i % examples)]);
    }
    return indices;
  }

  private int[] order(int wanted) {
    if (wanted != epoch) {
      epoch = wanted;
      shuffled = new int[examples];
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + wanted);
      for (int i = 0; i < examples; i++) {
        int other = random.nextInt(i + 1);
        shuffled[i] = shuffled[other];
        shuffled[other] = i;
      }
    }
    return shuffled;
  }
}
