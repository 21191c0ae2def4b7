package io.github.unlearn4j.weights.gguf;

import io.github.unlearn4j.tensor.Torch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Makes a whole tensor float32, straight into libtorch's memory, on all cores. */
final class Dequantize {
  /** Rows are handled in pieces of this many numbers, a multiple of every block. */
  private static final int PIECE = 8192;

  private Dequantize() {}

  /**
   * A new float32 tensor of {@code tensor}'s shape.
   *
   * @param sourceRow which row of the file becomes row r of the result
   */
  static Tensor toFloat32(GgufTensor tensor, LongUnaryOperator sourceRow) {
    Tensor result = torch.empty(tensor.shape(), new TensorOptions(ScalarType.Float), null);
    long bytes = tensor.rows() * tensor.columns() * Float.BYTES;
    MemorySegment target = memory(result, bytes);
    LongStream.range(0, tensor.rows())
        .parallel()
        .forEach(row -> row(tensor, sourceRow.applyAsLong(row), target, row));
    return result;
  }

  /** The numbers of a small tensor. */
  static float[] toArray(GgufTensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.rows() * tensor.columns())];
    MemorySegment target = MemorySegment.ofArray(values);
    for (long row = 0; row < tensor.rows(); row++) {
      row(tensor, row, target, row);
    }
    return values;
  }

  @SuppressWarnings("restricted") // libtorch owns the memory; the size is that of the new tensor
  private static MemorySegment memory(Tensor tensor, long bytes) {
    return MemorySegment.ofAddress(Torch.address(tensor)).reinterpret(bytes);
  }

  private static void row(GgufTensor tensor, long from, MemorySegment target, long to) {
    GgmlType type = tensor.type();
    int pieceBlocks = (int) Math.min(PIECE, tensor.columns()) / type.blockNumbers();
    byte[] bytes = new byte[pieceBlocks * type.blockBytes()];
    float[] values = new float[pieceBlocks * type.blockNumbers()];
    long blocks = tensor.columns() / type.blockNumbers();
    for (long block = 0; block < blocks; block += pieceBlocks) {
      int count = (int) Math.min(pieceBlocks, blocks - block);
      MemorySegment.copy(
          tensor.blocks(),
          ValueLayout.JAVA_BYTE,
          from * tensor.rowBytes() + block * type.blockBytes(),
          bytes,
          0,
          count * type.blockBytes());
      for (int index = 0; index < count; index++) {
        type.format()
            .dequantize(bytes, index * type.blockBytes(), values, index * type.blockNumbers());
      }
      MemorySegment.copy(
          values,
          0,
          target,
          ValueLayout.JAVA_FLOAT,
          (to * tensor.columns() + block * type.blockNumbers()) * Float.BYTES,
          count * type.blockNumbers());
    }
  }
}
