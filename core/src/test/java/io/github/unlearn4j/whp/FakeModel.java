package io.github.unlearn4j.whp;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A model whose logits are a fixed function of the tokens so far: coarse numbers, so that ties
 * happen. Counts how often it was closed.
 */
class FakeModel implements BlockLogits {
  private final int vocabulary;
  private final long salt;
  private final float scale;
  final List<Integer> batchSizes = new ArrayList<>();
  int closed;

  FakeModel(int vocabulary, long salt, float scale) {
    this.vocabulary = vocabulary;
    this.salt = salt;
    this.scale = scale;
  }

  /** The same row everywhere: {@code logits} for {@code ids}, 0 for all others. */
  static FakeModel table(int vocabulary, int[] ids, float... logits) {
    return new FakeModel(vocabulary, 0, 0) {
      @Override
      float[] row(int[] sequence, int position) {
        float[] row = new float[vocabulary];
        for (int i = 0; i < ids.length; i++) {
          row[ids[i]] = logits[i];
        }
        return row;
      }
    };
  }

  /** Logits behind {@code ids[0 … position]}. */
  float[] row(int[] ids, int position) {
    long hash = salt;
    for (int i = 0; i <= position; i++) {
      hash = hash * 6364136223846793005L + ids[i] + 1442695040888963407L;
    }
    SplittableRandom random = new SplittableRandom(hash);
    float[] row = new float[vocabulary];
    for (int id = 0; id < vocabulary; id++) {
      row[id] = scale * random.nextInt(-40, 40) / 8f;
    }
    return row;
  }

  @Override
  public int vocabularySize() {
    return vocabulary;
  }

  @Override
  public Reading read(List<Request> batch) {
    batchSizes.add(batch.size());
    List<int[]> places = new ArrayList<>();
    for (int sequence = 0; sequence < batch.size(); sequence++) {
      for (int position : batch.get(sequence).positions()) {
        places.add(new int[] {sequence, position});
      }
    }
    return new Reading() {
      @Override
      public int rows() {
        return places.size();
      }

      @Override
      public void forEachRow(int from, int to, RowConsumer consumer) {
        for (int[] place : places.subList(from, to)) {
          float[] row = row(batch.get(place[0]).ids(), place[1]);
          consumer.accept(place[0], place[1], row);
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    closed++;
  }
}
