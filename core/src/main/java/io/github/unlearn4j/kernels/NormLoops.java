package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Tensor;

/** RMS norm and its gradients, each row twice through the first cache. */
final class NormLoops {
  private NormLoops() {}

  /** Rows of a tensor [rows, size] or [rows, heads, size] of any strides, one after the other. */
  private record Rows(Numbers numbers, long heads, long rowStride, long headStride) {
    static Rows of(Tensor tensor) {
      boolean flat = tensor.dim() == 2;
      return new Rows(
          Numbers.of(tensor),
          flat ? 1 : tensor.size(1),
          tensor.stride(0),
          flat ? 0 : tensor.stride(1));
    }

    long start(long row) {
      return heads == 1 ? row * rowStride : row / heads * rowStride + row % heads * headStride;
    }
  }

  /** {@code delta}, {@code sum}: null for a norm alone. */
  static void forward(
      NormWeight norm, Tensor x, Tensor delta, Tensor sum, Tensor inverseRms, Tensor normed) {
    Rows input = Rows.of(x);
    Rows added = delta == null ? null : Rows.of(delta);
    Rows total = sum == null ? null : Rows.of(sum);
    Rows output = Rows.of(normed);
    Numbers inverse = Numbers.of(inverseRms);
    int size = (int) x.size(-1);
    double epsilon = norm.epsilon();
    int room = size + Lanes.WIDTH;
    float[] weight = new float[room];
    Lanes.read(Numbers.of(norm.weight()), 0, weight, size);
    Workers.run(
        x.numel() / size,
        size,
        (worker, from, end) -> {
          float[] values = new float[room];
          float[] more = new float[room];
          for (long row = from; row < end; row++) {
            Lanes.read(input.numbers(), input.start(row), values, size);
            if (added != null) {
              Lanes.read(added.numbers(), added.start(row), more, size);
              add(values, more, size);
              Lanes.write(values, size, total.numbers(), total.start(row));
            }
            float factor = (float) (1 / Math.sqrt((double) square(values, size) / size + epsilon));
            Lanes.put(inverse, row, factor);
            scale(values, weight, factor, size);
            Lanes.write(values, size, output.numbers(), output.start(row));
          }
        });
  }

  private static void add(float[] values, float[] more, int size) {
    for (int i = 0; i < size; i += Lanes.WIDTH) {
      FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, values, i);
      sum.add(FloatVector.fromArray(Lanes.FLOATS, more, i)).intoArray(values, i);
    }
  }

  private static float square(float[] values, int size) {
    FloatVector squares = FloatVector.zero(Lanes.FLOATS);
    for (int i = 0; i < size; i += Lanes.WIDTH) {
      FloatVector lanes = FloatVector.fromArray(Lanes.FLOATS, values, i);
      squares = lanes.fma(lanes, squares);
    }
    return Lanes.sum(squares);
  }

  private static void scale(float[] values, float[] weight, float factor, int size) {
    for (int i = 0; i < size; i += Lanes.WIDTH) {
      FloatVector scaled = FloatVector.fromArray(Lanes.FLOATS, values, i).mul(factor);
      scaled.mul(FloatVector.fromArray(Lanes.FLOATS, weight, i)).intoArray(values, i);
    }
  }

  /** See {@link Kernels#normGradient}. */
  static void backward(
      NormWeight norm,
      Tensor x,
      Tensor inverseRms,
      Tensor normedGradient,
      Tensor gradient,
      Tensor narrow) {
    Rows input = Rows.of(x);
    Rows given = Rows.of(normedGradient);
    Rows stream = gradient == null ? null : Rows.of(gradient);
    Rows output = Rows.of(narrow);
    Numbers inverse = Numbers.of(inverseRms);
    int size = (int) x.size(-1);
    int room = size + Lanes.WIDTH;
    float[] weight = new float[room];
    Lanes.read(Numbers.of(norm.weight()), 0, weight, size);
    float[][] partial = new float[Workers.count()][room];
    Workers.run(
        x.numel() / size,
        size,
        (worker, from, end) -> {
          float[] normed = new float[room];
          float[] change = new float[room];
          float[] result = new float[room];
          for (long row = from; row < end; row++) {
            float factor = Lanes.get(inverse, row);
            Lanes.read(input.numbers(), input.start(row), normed, size);
            Lanes.read(given.numbers(), given.start(row), change, size);
            float mean = inner(normed, change, weight, factor, partial[worker], size) / size;
            if (stream != null) {
              Lanes.read(stream.numbers(), stream.start(row), result, size);
            } else {
              Arrays.fill(result, 0);
            }
            change(normed, change, weight, result, factor, mean, size);
            Lanes.write(change, size, given.numbers(), given.start(row));
            if (stream != null) {
              Lanes.write(result, size, stream.numbers(), stream.start(row));
            }
            Lanes.write(result, size, output.numbers(), output.start(row));
          }
        });
    if (norm.gradient() != null) {
      addAll(partial, Numbers.of(norm.gradient()), size);
    }
  }

  private static void addAll(float[][] partial, Numbers sum, int size) {
    for (float[] part : partial) {
      for (int i = 0; i < size; i++) {
        Lanes.put(sum, i, Lanes.get(sum, i) + part[i]);
      }
    }
  }

  /** Makes n = x · factor of x; adds dy · n to the weight's partial gradient; Σ dy · n · weight. */
  private static float inner(
      float[] x, float[] given, float[] weight, float factor, float[] partial, int size) {
    FloatVector sum = FloatVector.zero(Lanes.FLOATS);
    for (int i = 0; i < size; i += Lanes.WIDTH) {
      FloatVector normed = FloatVector.fromArray(Lanes.FLOATS, x, i).mul(factor);
      normed.intoArray(x, i);
      FloatVector product = FloatVector.fromArray(Lanes.FLOATS, given, i).mul(normed);
      FloatVector.fromArray(Lanes.FLOATS, partial, i).add(product).intoArray(partial, i);
      sum = product.fma(FloatVector.fromArray(Lanes.FLOATS, weight, i), sum);
    }
    return Lanes.sum(sum);
  }

  /** result += (dy · weight − n · mean) · factor; what was dy becomes n · weight. */
  private static void change(
      float[] normed,
      float[] given,
      float[] weight,
      float[] result,
      float factor,
      float mean,
      int size) {
    for (int i = 0; i < size; i += Lanes.WIDTH) {
      FloatVector n = FloatVector.fromArray(Lanes.FLOATS, normed, i);
      FloatVector w = FloatVector.fromArray(Lanes.FLOATS, weight, i);
      FloatVector scaled = FloatVector.fromArray(Lanes.FLOATS, given, i).mul(w);
      n.mul(w).intoArray(given, i);
      scaled
          .sub(n.mul(mean))
          .mul(factor)
          .add(FloatVector.fromArray(Lanes.FLOATS, result, i))
          .intoArray(result, i);
    }
  }
}
