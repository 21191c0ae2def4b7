package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Kept;
import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Keys and values of all positions so far, for a batch of prompts padded on the left so that all
 * sequences end in the same column. Room for all columns is taken at the start. Attention looks at
 * a number of columns that grows in steps of {@link #STEP}, so that the library prepares its matrix
 * products for a new shape seldom, and the views that a step needs are made once for that many
 * tokens.
 */
final class KvCache implements AutoCloseable {
  /** Columns that attention looks at are a multiple of this. */
  static final int STEP = 16;

  private final DecoderConfig config;
  private final Device device;
  private final int columns;
  private final List<Layer> layers = new ArrayList<>();
  private Kept kept = new Kept();
  private Kept views = new Kept();
  private int batch;
  private int filled;
  private int visible;

  KvCache(DecoderConfig config, ComputeType type, int batch, int columns) {
    this.config = config;
    device = type.device();
    this.columns = roundedUp(columns);
    this.batch = batch;
    try (PointerScope scope = new PointerScope()) {
      for (int layer = 0; layer < config.layers(); layer++) {
        Tensor keys = buffer(type.scalarType(), config.headSize(), this.columns);
        Tensor values = buffer(type.scalarType(), this.columns, config.headSize());
        layers.add(new Layer(kept.keep(keys), kept.keep(values)));
      }
    }
  }

  Layer layer(int index) {
    return layers.get(index);
  }

  /** Columns filled so far, with those that {@link #advance} announced. */
  int filled() {
    return filled;
  }

  /** Columns that attention looks at; the mask has to hide those that are not filled. */
  int visible() {
    return visible;
  }

  /** Announces {@code time} new columns, which every layer is now to fill. */
  void advance(int time) {
    int from = filled;
    filled += time;
    boolean wider = roundedUp(filled) != visible;
    visible = roundedUp(filled);
    try (PointerScope scope = new PointerScope()) {
      if (wider) {
        views.close();
      }
      for (Layer layer : layers) {
        if (wider) {
          layer.visibleKeys = views.keep(pairs(layer.keys, 2).transpose(1, 2));
          layer.visibleValues = views.keep(pairs(layer.values, 1));
        }
        layer.from = from;
        layer.time = time;
      }
    }
  }

  /** Goes on with these rows of the batch only. */
  void keepRows(long[] rows) {
    Kept before = kept;
    kept = new Kept();
    batch = rows.length;
    visible = 0; // makes advance() renew the views
    try (PointerScope scope = new PointerScope()) {
      Tensor index = device.take(Torch.longs(rows, rows.length));
      for (Layer layer : layers) {
        layer.keys = kept.keep(Torch.rows(layer.keys, index));
        layer.values = kept.keep(Torch.rows(layer.values, index));
      }
    }
    before.close();
  }

  @Override
  public void close() {
    views.close();
    kept.close();
  }

  /** Zeros: what the mask hides is multiplied by 0, so it must be a number. */
  private Tensor buffer(ScalarType type, long rows, long width) {
    return Torch.zeros(device, type, batch, config.keyValueHeads(), rows, width);
  }

  /** The visible columns, which are dimension {@code along}, of all heads of all sequences. */
  private Tensor pairs(Tensor buffer, long along) {
    long pairs = (long) batch * config.keyValueHeads();
    return buffer.view(pairs, buffer.size(2), buffer.size(3)).narrow(along, 0, visible);
  }

  private static int roundedUp(int columns) {
    return (columns + STEP - 1) / STEP * STEP;
  }

  /**
   * One layer's part: values [batch, keyValueHeads, columns, headSize], and keys [batch,
   * keyValueHeads, headSize, columns], as the product with the queries reads them fastest.
   */
  static final class Layer {
    private Tensor keys;
    private Tensor values;
    private Tensor visibleKeys;
    private Tensor visibleValues;
    private int from;
    private int time;

    private Layer(Tensor keys, Tensor values) {
      this.keys = keys;
      this.values = values;
    }

    /** Where the new keys go: [batch, keyValueHeads, 1, time, headSize]. */
    Tensor newKeys() {
      return keys.narrow(3, from, time).transpose(2, 3).unsqueeze(2);
    }

    /** Where the new values go. */
    Tensor newValues() {
      return values.narrow(2, from, time).unsqueeze(2);
    }

    /** [batch · keyValueHeads, visible columns, headSize]. */
    Tensor keys() {
      return visibleKeys;
    }

    Tensor values() {
      return visibleValues;
    }
  }
}
