package io.github.unlearn4j.tensor;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptionalList;
import org.bytedeco.pytorch.TensorOptionalVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The native library's odd corners: how it is set up once, and how plain Java arrays become tensors
 * and back. Nothing else may read a tensor's memory (a test checks): it may lie on a card. Every
 * tensor made here belongs to the innermost {@link org.bytedeco.javacpp.PointerScope}. No tensor of
 * this project asks for gradients, so the library never records a graph.
 */
public final class Torch {
  private static final ThreadLocal<Boolean> READY = ThreadLocal.withInitial(() -> false);

  static {
    LibraryEnvironment.prepare();
  }

  private Torch() {}

  /**
   * Sets the library up; cheap when called again. Denormals are flushed: softmax gradients are full
   * of them, and they slow every product down. The number holds for the calling thread and those
   * that are new to the library; that of float32 products, which have threads of their own, for the
   * whole process.
   *
   * @param threads threads of one operator; 0 keeps the library's choice (all cores)
   */
  public static void start(int threads) {
    start();
    if (threads > 0) {
      torch.get_num_threads(); // the first question of a thread sets it to the number set last
      torch.set_num_threads(threads);
      OpenBlas.threads(threads);
    }
  }

  /**
   * The same for the calling thread alone: the processor keeps that mode for each thread. Comes
   * before whatever else loads the library, for that reads its settings when it is loaded.
   */
  public static void start() {
    if (!READY.get()) {
      Context.setFlushDenormal(true);
      READY.set(true);
    }
  }

  /** Gives the system the memory of tensors that are gone; without it the process keeps it. */
  public static void giveBackMemory() {
    CLibrary.mallocTrim();
  }

  /** Threads of one operator. */
  public static int threads() {
    return torch.get_num_threads();
  }

  /** An uninitialised tensor on the CPU. */
  public static Tensor empty(ScalarType type, long... shape) {
    return empty(Device.CPU, type, shape);
  }

  /** An uninitialised tensor. */
  public static Tensor empty(Device device, ScalarType type, long... shape) {
    return torch.empty(shape, device.options(type), null);
  }

  /** A tensor of zeros on the CPU. */
  public static Tensor zeros(ScalarType type, long... shape) {
    return zeros(Device.CPU, type, shape);
  }

  /** A tensor of zeros. */
  public static Tensor zeros(Device device, ScalarType type, long... shape) {
    return torch.zeros(shape, device.options(type));
  }

  /** int64 tensor on the CPU of the given shape holding {@code values}. */
  public static Tensor longs(long[] values, long... shape) {
    Tensor tensor = empty(ScalarType.Long, shape);
    tensor.data_ptr_long().put(values, 0, values.length);
    return tensor;
  }

  /** float32 tensor on the CPU of the given shape holding {@code values}. */
  public static Tensor floats(float[] values, long... shape) {
    Tensor tensor = empty(ScalarType.Float, shape);
    tensor.data_ptr_float().put(values, 0, values.length);
    return tensor;
  }

  /** int32 tensor on the CPU of the given shape holding {@code values}. */
  public static Tensor ints(int[] values, long... shape) {
    Tensor tensor = empty(ScalarType.Int, shape);
    tensor.data_ptr_int().put(values, 0, values.length);
    return tensor;
  }

  /** Writes {@code values}, row-major, into a tensor of any device and type. */
  public static void fill(Tensor tensor, float[] values) {
    try (PointerScope scope = new PointerScope()) {
      tensor.copy_(floats(values, shape(tensor)));
    }
  }

  /** Some rows (dimension 0) of a tensor, by their numbers: int64 [rows], on the same device. */
  public static Tensor rows(Tensor all, Tensor numbers) {
    if (!all.is_meta()) {
      return all.index_select(0, numbers);
    }
    // The library knows the shape of this operator's result only.
    return torch.index(
        all, new TensorOptionalList(new TensorOptionalVector(new TensorOptional(numbers))));
  }

  /**
   * Address of a tensor's first number, for loops over its memory.
   *
   * @throws IllegalStateException if the tensor lies on another device: its address means nothing
   *     to this process
   */
  public static long address(Tensor tensor) {
    requireHost(tensor);
    return tensor.data_ptr().address();
  }

  /** The bytes of a tensor that lies contiguously on the CPU, while it lives. */
  public static BytePointer bytes(Tensor tensor) {
    requireHost(tensor);
    return new BytePointer(tensor.data_ptr());
  }

  private static void requireHost(Tensor tensor) {
    if (!tensor.is_cpu()) {
      throw new IllegalStateException("Java was to read memory that is not the CPU's");
    }
  }

  /** The tensor itself, or a copy of it on the CPU; its numbers lie row-major. */
  public static Tensor onHost(Tensor tensor) {
    if (tensor.is_cpu()) {
      return tensor.contiguous();
    }
    return tensor.is_meta()
        ? zeros(tensor.scalar_type(), shape(tensor))
        : tensor.cpu().contiguous();
  }

  /** The numbers of a float32 tensor that lies contiguously on the CPU, while it lives. */
  public static FloatBuffer buffer(Tensor tensor) {
    requireHost(tensor);
    return tensor.data_ptr_float().capacity(tensor.numel()).asBuffer();
  }

  /** The one number of a tensor, copied to Java: on a card this waits for all that was asked. */
  public static double number(Tensor tensor) {
    return onHost(tensor).item_double();
  }

  public static long[] shape(Tensor tensor) {
    long[] shape = new long[(int) tensor.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }

  /** Copies any tensor's numbers, row-major, as floats. */
  public static float[] toFloats(Tensor tensor) {
    Tensor flat = onHost(tensor.to(ScalarType.Float));
    float[] values = new float[Math.toIntExact(flat.numel())];
    flat.data_ptr_float().get(values);
    return values;
  }

  /** Copies an integer tensor's numbers, row-major. */
  public static long[] toLongs(Tensor tensor) {
    Tensor flat = onHost(tensor.to(ScalarType.Long));
    long[] values = new long[Math.toIntExact(flat.numel())];
    flat.data_ptr_long().get(values);
    return values;
  }

  /** {@code value} as the library's scalar. */
  public static Scalar scalar(double value) {
    return new Scalar(value);
  }
}
