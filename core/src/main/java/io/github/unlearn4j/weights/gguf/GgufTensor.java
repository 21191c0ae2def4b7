package io.github.unlearn4j.weights.gguf;

import java.lang.foreign.MemorySegment;

/**
 * One tensor of a GGUF file.
 *
 * @param shape slowest axis first, as libtorch counts; GGUF itself counts the other way round
 * @param blocks its bytes in the mapped file
 */
record GgufTensor(String name, GgmlType type, long[] shape, MemorySegment blocks) {
  /** Numbers along the fastest axis; a row is a whole number of blocks. */
  long columns() {
    return shape[shape.length - 1];
  }

  long rows() {
    long rows = 1;
    for (int axis = 0; axis < shape.length - 1; axis++) {
      rows *= shape[axis];
    }
    return rows;
  }

  long rowBytes() {
    return columns() / type.blockNumbers() * type.blockBytes();
  }
}
