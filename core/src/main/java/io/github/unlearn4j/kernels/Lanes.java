package io.github.unlearn4j.kernels;

import io.github.unlearn4j.tensor.Torch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
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

  /**
   * Turns the first {@code count} values into e to the power of each less their largest.
   *
   * @param values up to {@link #WIDTH} − 1 entries behind the last are overwritten
   */
  static Powers powers(float[] values, int count) {
    Arrays.fill(values, count, wholeVectors(count), Float.NEGATIVE_INFINITY);
    float maximum = maximum(values, count);
    FloatVector sums = FloatVector.zero(FLOATS);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector power = Exponential.of(FloatVector.fromArray(FLOATS, values, i).sub(maximum));
      power.intoArray(values, i);
      sums = sums.add(power); // of minus infinity: 1e-38, which no sum of at least 1 notices
    }
    return new Powers(maximum, sum(sums));
  }

  /** What was subtracted, and the sum of the powers. */
  record Powers(float maximum, float sum) {
    /** log Σ eˣ of the values before. */
    float logSum() {
      return (float) (maximum + Math.log(sum));
    }
  }

  private static float maximum(float[] values, int count) {
    FloatVector largest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < count; i += WIDTH) {
      largest = largest.max(FloatVector.fromArray(FLOATS, values, i));
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  /** {@link #read(Numbers, long, float[], int, int)} to the array's beginning. */
  static void read(Numbers numbers, long at, float[] values, int count) {
    read(numbers, at, values, 0, count);
  }

  /**
   * Reads {@code count} numbers into an array from {@code first} on; up to {@link #WIDTH} − 1
   * entries behind them are zeroed. A loop that only reads, only computes or only writes is small
   * enough for the compiler; one that does all at once makes an object of each vector
   * (docs/log.md).
   */
  static void read(Numbers numbers, long at, float[] values, int first, int count) {
    if (numbers.narrow()) {
      int whole = FLOATS.loopBound(count);
      for (int i = 0; i < whole; i += WIDTH) {
        long address = numbers.address() + 2 * (at + i);
        widen(ShortVector.fromMemorySegment(SHORTS, MEMORY, address, ORDER))
            .intoArray(values, first + i);
      }
      for (int i = whole; i < count; i++) {
        values[first + i] = get(numbers, at + i);
      }
    } else {
      long address = numbers.address() + 4 * at;
      MemorySegment.copy(MEMORY, ValueLayout.JAVA_FLOAT_UNALIGNED, address, values, first, count);
    }
    Arrays.fill(values, first + count, first + wholeVectors(count), 0);
  }

  /** Writes the first {@code count} numbers of an array. */
  static void write(float[] values, int count, Numbers numbers, long at) {
    write(values, 0, count, numbers, at);
  }

  /** Writes {@code count} numbers of an array from {@code first} on. */
  static void write(float[] values, int first, int count, Numbers numbers, long at) {
    if (numbers.narrow()) {
      int whole = FLOATS.loopBound(count);
      for (int i = 0; i < whole; i += WIDTH) {
        long address = numbers.address() + 2 * (at + i);
        narrow(FloatVector.fromArray(FLOATS, values, first + i))
            .intoMemorySegment(MEMORY, address, ORDER);
      }
      for (int i = whole; i < count; i++) {
        put(numbers, at + i, values[first + i]);
      }
    } else {
      long address = numbers.address() + 4 * at;
      MemorySegment.copy(values, first, MEMORY, ValueLayout.JAVA_FLOAT_UNALIGNED, address, count);
    }
  }

  /** Writes the first {@code count} numbers of an array, each times {@code factor}. */
  static void writeScaled(float[] values, int count, float factor, Numbers numbers, long at) {
    int whole = FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += WIDTH) {
      store(numbers, at + i, FloatVector.fromArray(FLOATS, values, i).mul(factor), ALL);
    }
    for (int i = whole; i < count; i++) {
      put(numbers, at + i, values[i] * factor);
    }
  }

  /** The first multiple of {@link #WIDTH} from {@code count} on. */
  private static int wholeVectors(int count) {
    return (count + WIDTH - 1) / WIDTH * WIDTH;
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
