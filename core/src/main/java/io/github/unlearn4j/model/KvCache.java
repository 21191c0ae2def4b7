package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Kept;
import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Keys and values of all positions so far, for a batch of prompts padded on the left so that all
 * sequences end in the same column.
 */
final class KvCache implements AutoCloseable {
  private final Kept kept = new Kept();
  private final List<Layer> layers = new ArrayList<>();

  KvCache(DecoderConfig config, ScalarType type, int batch, int columns) {
    try (PointerScope scope = new PointerScope()) {
      for (int layer = 0; layer < config.layers(); layer++) {
        layers.add(
            new Layer(buffer(config, type, batch, columns), buffer(config, type, batch, columns)));
      }
    }
  }

  Layer layer(int index) {
    return layers.get(index);
  }

  /** Columns filled so far. */
  int filled() {
    return layers.getFirst().filled;
  }

  @Override
  public void close() {
    kept.close();
  }

  private Tensor buffer(DecoderConfig config, ScalarType type, int batch, int columns) {
    return kept.keep(Torch.empty(type, batch, config.keyValueHeads(), columns, config.headSize()));
  }

  /** One layer's part: buffers [batch, keyValueHeads, columns, headSize]. */
  static final class Layer {
    private final Tensor keys;
    private final Tensor values;
    private int filled;

    private Layer(Tensor keys, Tensor values) {
      this.keys = keys;
      this.values = values;
    }

    /** Adds [batch, keyValueHeads, time, headSize] behind what is there. */
    void append(Tensor newKeys, Tensor newValues) {
      long time = newKeys.size(2);
      keys.narrow(2, filled, time).copy_(newKeys);
      values.narrow(2, filled, time).copy_(newValues);
      filled += (int) time;
    }

    Tensor keys() {
      return keys.narrow(2, 0, filled);
    }

    Tensor values() {
      return values.narrow(2, 0, filled);
    }
  }
}
