package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Rotation;
import io.github.unlearn4j.tensor.Kept;
import io.github.unlearn4j.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Rotary tables, made once and kept for the longest sequence so far, for all strands. */
final class BatchTables implements AutoCloseable {
  /** Stands for minus infinity, but a row of nothing else still has a finite softmax. */
  private static final double HIDDEN = -1e30;

  private final DecoderConfig config;
  private final ComputeType type;
  private final Kept kept = new Kept();
  private int capacity;
  private RotaryTables query;
  private RotaryTables key;
  private RotaryTables exact;

  BatchTables(DecoderConfig config, ComputeType type) {
    this.config = config;
    this.type = type;
  }

  /** Sequences from position 0, each position seeing itself and those before (in the window). */
  synchronized Attention.Batch batch(int batch, int time) {
    reserve(time);
    return new Attention.Batch(
        batch,
        time,
        rotation(time, 1 / Math.sqrt(config.headSize())),
        rotation(time, 1),
        null,
        null,
        null);
  }

  /**
   * The columns that {@link KvCache#advance} announced, for a left-padded batch.
   *
   * @param padding empty columns before each sequence
   */
  synchronized Attention.Batch cached(int[] padding, KvCache cache, int time) {
    int batch = padding.length;
    int from = cache.filled() - time;
    reserve(cache.filled());
    long[] positions = new long[batch * time];
    float[] hidden = new float[batch * time * cache.visible()];
    for (int row = 0; row < batch; row++) {
      for (int column = 0; column < time; column++) {
        positions[row * time + column] = Math.max(0, from + column - padding[row]);
        hide(
            hidden,
            (row * time + column) * cache.visible(),
            cache.visible(),
            padding[row],
            from + column);
      }
    }
    Tensor index = type.device().take(Torch.longs(positions, positions.length));
    Tensor rows = type.take(Torch.floats(hidden, batch, time, cache.visible()));
    return new Attention.Batch(
        batch,
        time,
        null,
        null,
        gather(query, index, batch, time),
        gather(key, index, batch, time),
        rows);
  }

  private Rotation rotation(int time, double scale) {
    RotaryTables tables = exact.slice(0, time);
    return new Rotation(tables.cosine(), tables.sine(), scale);
  }

  /** Of each row's own position. */
  private Rotation rotation(Tensor positions, double scale) {
    return new Rotation(
        Torch.rows(exact.cosine(), positions), Torch.rows(exact.sine(), positions), scale);
  }

  /** A mask's row: of {@code columns}, those from {@code first} to {@code last} can be seen. */
  private void hide(float[] mask, int start, int columns, int first, int last) {
    int window = config.slidingWindow();
    int oldest = window == 0 ? first : Math.max(first, last - window + 1);
    // An empty column of the padding sees itself, so that its softmax is finite.
    Arrays.fill(mask, start, start + Math.min(oldest, last), (float) HIDDEN);
    Arrays.fill(mask, start + last + 1, start + columns, (float) HIDDEN);
  }

  /** Trees of tokens, each in {@code time} columns: a token sees its ancestors (in the window). */
  synchronized Attention.Batch trees(List<TokenTree> trees, int time) {
    int batch = trees.size();
    int deepest = 0;
    long[] positions = new long[batch * time];
    float[] hidden = new float[batch * time * time];
    Arrays.fill(hidden, (float) HIDDEN);
    for (int row = 0; row < batch; row++) {
      TokenTree tree = trees.get(row);
      for (int node = 0; node < tree.size(); node++) {
        positions[row * time + node] = tree.depth(node);
        deepest = Math.max(deepest, tree.depth(node));
        for (int seeing = node; seeing < tree.end(node); seeing++) {
          if (inWindow(tree.depth(seeing) - tree.depth(node))) {
            hidden[(row * time + seeing) * time + node] = 0;
          }
        }
      }
    }
    reserve(deepest + 1);
    Tensor index = type.device().take(Torch.longs(positions, positions.length));
    return new Attention.Batch(
        batch,
        time,
        rotation(index, 1 / Math.sqrt(config.headSize())),
        rotation(index, 1),
        null,
        null,
        type.take(Torch.floats(hidden, batch, time, time)));
  }

  private boolean inWindow(int distance) {
    return config.slidingWindow() == 0 || distance < config.slidingWindow();
  }

  private static RotaryTables gather(RotaryTables tables, Tensor index, int batch, int time) {
    long pairs = tables.cosine().size(1);
    return new RotaryTables(
        Torch.rows(tables.cosine(), index).view(batch, 1, 1, time, pairs),
        Torch.rows(tables.sine(), index).view(batch, 1, 1, time, pairs));
  }

  private void reserve(int time) {
    if (time <= capacity) {
      return;
    }
    kept.close();
    capacity = Math.min(Math.max(time, 2 * capacity), config.maximumPositions());
    capacity = Math.max(capacity, time);
    try (PointerScope scope = new PointerScope()) {
      query = keep(RotaryTables.of(config, capacity, 1 / Math.sqrt(config.headSize()), type));
      key = keep(RotaryTables.of(config, capacity, 1, type));
      exact = keep(RotaryTables.of(config, capacity, 1, ComputeType.FLOAT32.on(type.device())));
    }
  }

  private RotaryTables keep(RotaryTables tables) {
    kept.keep(tables.cosine());
    kept.keep(tables.sine());
    return tables;
  }

  @Override
  public void close() {
    kept.close();
  }
}
