package io.github.unlearn4j.weights;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A tensor that is to be written and may not exist yet, so that a checkpoint larger than memory can
 * be made tensor by tensor.
 *
 * @param type the format in the file; {@code data} is converted to it
 * @param data called when its turn comes, inside a {@code PointerScope} that ends when the tensor
 *     is on disk (and once before for a tied head, to compare it with the embedding)
 */
public record PendingTensor(
    String name, SafetensorsType type, long[] shape, Supplier<Tensor> data) {
  /** A tensor that exists, written in its own format. */
  public static PendingTensor of(String name, Tensor tensor) {
    return of(name, tensor, SafetensorsType.of(tensor));
  }

  /** A tensor that exists, written as {@code type}. */
  public static PendingTensor of(String name, Tensor tensor, SafetensorsType type) {
    return new PendingTensor(name, type, shapeOf(tensor), () -> tensor);
  }

  /** Size in the file. */
  public long bytes() {
    return SafetensorsHeader.bytes(type, shape);
  }

  static long[] shapeOf(Tensor tensor) {
    long[] shape = new long[Math.toIntExact(tensor.dim())];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = tensor.size(axis);
    }
    return shape;
  }
}
