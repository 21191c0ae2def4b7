package io.github.unlearn4j.kernels;

import io.github.unlearn4j.tensor.Torch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Vectors of float32 lanes out of memory that holds float32 or bfloat16 numbers, and back. A number
 * is named by its tensor's {@link Numbers} and its index; indices are not checked.
 */
final class Lanes {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final int WIDTH = FLOATS.length();

  /**
   * All lanes. Loops name it for their whole vectors and make a mask for the rest alone: where
   * masks have no registers of their own, a masked store costs ten times a plain one.
   */
  static final VectorMask<Float> ALL = FLOATS.maskAll(true);

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
  private static final MemorySegment MEMORY = allMemory();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private Lanes() {}

  @SuppressWarnings("restricted") // the launcher allows native access
  private static MemorySegment allMemory() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  /**
   * The memory of a tensor.
   *
   * @param address of number 0
   * @param narrow bfloat16, else float32
   */
  record Numbers(long address, boolean narrow) {
    static Numbers of(Tensor tensor) {
      return new Numbers(
          Torch.address(tensor), tensor.scalar_type().intern() == ScalarType.BFloat16);
    }
  }

  /** Which lanes are before {@code end}, when lane 0 is {@code index}. */
  static VectorMask<Float> mask(long index, long end) {
    return FLOATS.indexInRange(index, end);
  }

  /** Whether a whole vector at {@code index} ends before {@code end}, or there. */
  static boolean whole(long index, long end) {
    return index + WIDTH <= end;
  }

  /** Lanes outside the mask are 0. */
  static FloatVector load(Numbers numbers, long index, VectorMask<Float> mask) {
    if (numbers.narrow()) {
      long address = numbers.address() + 2 * index;
      return widen(
          mask == ALL
              ? ShortVector.fromMemorySegment(SHORTS, MEMORY, address, ORDER)
              : ShortVector.fromMemorySegment(SHORTS, MEMORY, address, ORDER, mask.cast(SHORTS)));
    }
    long address = numbers.address() + 4 * index;
    return mask == ALL
        ? FloatVector.fromMemorySegment(FLOATS, MEMORY, address, ORDER)
        : FloatVector.fromMemorySegment(FLOATS, MEMORY, address, ORDER, mask);
  }

  static void store(Numbers numbers, long index, FloatVector lanes, VectorMask<Float> mask) {
    if (numbers.narrow()) {
      long address = numbers.address() + 2 * index;
      if (mask == ALL) {
        narrow(lanes).intoMemorySegment(MEMORY, address, ORDER);
      } else {
        narrow(lanes).intoMemorySegment(MEMORY, address, ORDER, mask.cast(SHORTS));
      }
    } else if (mask == ALL) {
      lanes.intoMemorySegment(MEMORY, numbers.address() + 4 * index, ORDER);
    } else {
      lanes.intoMemorySegment(MEMORY, numbers.address() + 4 * index, ORDER, mask);
    }
  }

  static float get(Numbers numbers, long index) {
    if (numbers.narrow()) {
      short bits = MEMORY.get(ValueLayout.JAVA_SHORT_UNALIGNED, numbers.address() + 2 * index);
      return Float.intBitsToFloat(bits << 16);
    }
    return MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, numbers.address() + 4 * index);
  }

  static void put(Numbers numbers, long index, float value) {
    if (numbers.narrow()) {
      int bits = Float.floatToRawIntBits(value);
      int rounded = bits + 0x7fff + (bits >>> 16 & 1);
      MEMORY.set(
          ValueLayout.JAVA_SHORT_UNALIGNED,
          numbers.address() + 2 * index,
          (short) (rounded >>> 16));
    } else {
      MEMORY.set(ValueLayout.JAVA_FLOAT_UNALIGNED, numbers.address() + 4 * index, value);
    }
  }

  static long getLong(long address, long index) {
    return MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, address + 8 * index);
  }

  /** The sum of the lanes in their order: the library's own order may differ between runs. */
  static float sum(FloatVector lanes) {
    float[] values = lanes.toArray();
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  /** The largest of {@code count} numbers. */
  static float maximum(Numbers numbers, long at, long count) {
    FloatVector largest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    long whole = FLOATS.loopBound(count);
    for (long i = 0; i < whole; i += WIDTH) {
      largest = largest.max(load(numbers, at + i, ALL));
    }
    float maximum = largest.reduceLanes(VectorOperators.MAX);
    for (long i = whole; i < count; i++) {
      maximum = Math.max(maximum, get(numbers, at + i));
    }
    return maximum;
  }

  /**
   * e to the power of each of {@code count} numbers less {@code maximum}.
   *
   * @param powers written; up to {@link #WIDTH} − 1 entries behind the last are zeroed
   * @return their sum
   */
  static float powers(Numbers numbers, long at, long count, float maximum, float[] powers) {
    FloatVector sums = FloatVector.zero(FLOATS);
    int i = 0;
    for (int whole = FLOATS.loopBound((int) count); i < whole; i += WIDTH) {
      FloatVector power = Exponential.of(load(numbers, at + i, ALL).sub(maximum));
      power.intoArray(powers, i);
      sums = sums.add(power);
    }
    if (i < count) {
      VectorMask<Float> mask = mask(i, count);
      FloatVector power = Exponential.of(load(numbers, at + i, mask).sub(maximum));
      power = FloatVector.zero(FLOATS).blend(power, mask);
      power.intoArray(powers, i);
      sums = sums.add(power);
    }
    return sum(sums);
  }

  /** Reads {@code count} numbers into an array. */
  static void read(Numbers numbers, long at, float[] values, int count) {
    int i = 0;
    for (; whole(i, count); i += WIDTH) {
      load(numbers, at + i, ALL).intoArray(values, i);
    }
    if (i < count) {
      VectorMask<Float> mask = mask(i, count);
      load(numbers, at + i, mask).intoArray(values, i, mask);
    }
  }

  /** Writes {@code count} numbers of an array. */
  static void write(float[] values, int count, Numbers numbers, long at) {
    storeScaled(values, count, 1, numbers, at);
  }

  /** Writes {@code count} numbers of an array, each times {@code factor}. */
  static void storeScaled(float[] values, int count, float factor, Numbers numbers, long at) {
    int i = 0;
    for (; whole(i, count); i += WIDTH) {
      store(numbers, at + i, FloatVector.fromArray(FLOATS, values, i).mul(factor), ALL);
    }
    if (i < count) {
      VectorMask<Float> mask = mask(i, count);
      store(numbers, at + i, FloatVector.fromArray(FLOATS, values, i, mask).mul(factor), mask);
    }
  }

  /** Copies {@code count} numbers. */
  static void copy(Numbers from, long fromAt, Numbers to, long toAt, long count) {
    if (from.narrow() == to.narrow()) {
      int bytes = from.narrow() ? 2 : 4;
      MemorySegment.copy(
          MEMORY,
          from.address() + bytes * fromAt,
          MEMORY,
          to.address() + bytes * toAt,
          bytes * count);
      return;
    }
    long i = 0;
    for (; whole(i, count); i += WIDTH) {
      store(to, toAt + i, load(from, fromAt + i, ALL), ALL);
    }
    if (i < count) {
      VectorMask<Float> mask = mask(i, count);
      store(to, toAt + i, load(from, fromAt + i, mask), mask);
    }
  }

  private static FloatVector widen(ShortVector shorts) {
    return shorts
        .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0)
        .reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, 16)
        .reinterpretAsFloats();
  }

  /** To the nearest, ties to even. */
  private static ShortVector narrow(FloatVector lanes) {
    IntVector bits = lanes.reinterpretAsInts();
    IntVector odd = bits.lanewise(VectorOperators.LSHR, 16).and(1);
    IntVector rounded = bits.add(0x7fff).add(odd).lanewise(VectorOperators.LSHR, 16);
    return rounded.convertShape(VectorOperators.I2S, SHORTS, 0).reinterpretAsShorts();
  }
}
