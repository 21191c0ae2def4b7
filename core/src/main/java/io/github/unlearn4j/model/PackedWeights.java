package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.PackedWeight;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Packed copies of all of a decoder's matrices, used by its forward passes until this is closed.
 * They do not follow changes of the weights, so close them before training goes on.
 */
final class PackedWeights implements AutoCloseable {
  private final int rows;
  private final List<PackedWeight> copies = new ArrayList<>();
  private final List<Runnable> forget = new ArrayList<>();

  /** {@code rows}: how many rows the products will have. */
  PackedWeights(int rows) {
    this.rows = rows;
  }

  /** A packed copy; {@code onClose} is to drop every reference to it. */
  PackedWeight add(Tensor weight, Runnable onClose) {
    PackedWeight copy = PackedWeight.of(weight, rows);
    copies.add(copy);
    forget.add(onClose);
    return copy;
  }

  @Override
  public void close() {
    forget.forEach(Runnable::run);
    copies.forEach(PackedWeight::close);
    forget.clear();
    copies.clear();
  }
}
