package io.github.unlearn4j.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.weights.SafetensorsFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DequantizeTest {
  private static final Path GOLDEN = Path.of("src/test/golden/gguf/quants.safetensors");

  @ParameterizedTest
  @EnumSource(GgmlType.class)
  void blocks_become_the_numbers_of_ggml_bit_for_bit(GgmlType type) {
    try (var _ = new PointerScope();
        SafetensorsFile golden = SafetensorsFile.open(GOLDEN)) {
      byte[] blocks = bytes(golden.tensor(type + ".blocks"));
      Tensor expected = golden.tensor(type + ".values");
      long[] shape = golden.shape(type + ".values");
      GgufTensor tensor = new GgufTensor("t", type, shape, MemorySegment.ofArray(blocks));

      Tensor values = Dequantize.toFloat32(tensor, row -> row);

      assertThat(values.equal(expected)).isTrue();
      assertThat(Dequantize.toArray(tensor)).containsExactly(floats(expected));
    }
  }

  @Test
  void rows_longer_than_a_piece_and_in_another_order_stay_whole() {
    int columns = 8192 * 2 + 32;
    byte[] blocks = new byte[2 * columns / 32 * 34];
    for (int block = 0; block < blocks.length / 34; block++) {
      blocks[block * 34 + 1] = 0x3C; // the half-precision number 1
      for (int index = 0; index < 32; index++) {
        blocks[block * 34 + 2 + index] = (byte) (block * 7 + index);
      }
    }
    GgufTensor tensor =
        new GgufTensor("t", GgmlType.Q8_0, new long[] {2, columns}, MemorySegment.ofArray(blocks));

    try (var _ = new PointerScope()) {
      float[] values = floats(Dequantize.toFloat32(tensor, row -> 1 - row));

      for (int index = 0; index < 2 * columns; index++) {
        int source = (index + columns) % (2 * columns);
        assertThat(values[index]).isEqualTo((byte) (source / 32 * 7 + source % 32));
      }
    }
  }

  private static byte[] bytes(Tensor tensor) {
    byte[] bytes = new byte[Math.toIntExact(tensor.numel())];
    new BytePointer(tensor.data_ptr()).get(bytes);
    return bytes;
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    new FloatPointer(tensor.data_ptr()).get(values);
    return values;
  }
}
