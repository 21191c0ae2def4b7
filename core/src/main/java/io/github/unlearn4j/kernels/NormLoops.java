package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
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
    Rows total = sum == null ? input : Rows.of(sum);
    Rows output = Rows.of(normed);
    Numbers inverse = Numbers.of(inverseRms);
    Numbers weight = Numbers.of(norm.weight());
    long size = x.size(-1);
    double epsilon = norm.epsilon();
    Workers.run(
        x.numel() / size,
        size,
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            if (added != null) {
              add(
                  input.numbers(),
                  input.start(row),
                  added.numbers(),
                  added.start(row),
                  total.numbers(),
                  total.start(row),
                  size);
            }
            float square = square(total.numbers(), total.start(row), size);
            float factor = (float) (1 / Math.sqrt((double) square / size + epsilon));
            Lanes.put(inverse, row, factor);
            scale(
                total.numbers(),
                total.start(row),
                weight,
                factor,
                output.numbers(),
                output.start(row),
                size);
          }
        });
  }

  private static void add(
      Numbers x, long xAt, Numbers delta, long deltaAt, Numbers sum, long sumAt, long size) {
    long i = 0;
    for (; Lanes.whole(i, size); i += Lanes.WIDTH) {
      add(x, xAt + i, delta, deltaAt + i, sum, sumAt + i, Lanes.ALL);
    }
    if (i < size) {
      add(x, xAt + i, delta, deltaAt + i, sum, sumAt + i, Lanes.mask(i, size));
    }
  }

  private static void add(
      Numbers x,
      long xAt,
      Numbers delta,
      long deltaAt,
      Numbers sum,
      long sumAt,
      VectorMask<Float> mask) {
    FloatVector total = Lanes.load(x, xAt, mask).add(Lanes.load(delta, deltaAt, mask));
    Lanes.store(sum, sumAt, total, mask);
  }

  private static float square(Numbers x, long at, long size) {
    FloatVector squares = FloatVector.zero(Lanes.FLOATS);
    long i = 0;
    for (; Lanes.whole(i, size); i += Lanes.WIDTH) {
      FloatVector lanes = Lanes.load(x, at + i, Lanes.ALL);
      squares = lanes.fma(lanes, squares);
    }
    if (i < size) {
      FloatVector lanes = Lanes.load(x, at + i, Lanes.mask(i, size));
      squares = lanes.fma(lanes, squares);
    }
    return Lanes.sum(squares);
  }

  private static void scale(
      Numbers x, long at, Numbers weight, float factor, Numbers y, long yAt, long size) {
    long i = 0;
    for (; Lanes.whole(i, size); i += Lanes.WIDTH) {
      scale(x, at + i, weight, i, factor, y, yAt + i, Lanes.ALL);
    }
    if (i < size) {
      scale(x, at + i, weight, i, factor, y, yAt + i, Lanes.mask(i, size));
    }
  }

  private static void scale(
      Numbers x,
      long at,
      Numbers weight,
      long weightAt,
      float factor,
      Numbers y,
      long yAt,
      VectorMask<Float> mask) {
    FloatVector scaled = Lanes.load(x, at, mask).mul(factor);
    Lanes.store(y, yAt, scaled.mul(Lanes.load(weight, weightAt, mask)), mask);
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
    Numbers weight = Numbers.of(norm.weight());
    int size = (int) x.size(-1);
    float[][] partial = new float[Workers.count()][size + Lanes.WIDTH];
    Workers.run(
        x.numel() / size,
        size,
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            float factor = Lanes.get(inverse, row);
            float mean =
                inner(
                        input.numbers(),
                        input.start(row),
                        given.numbers(),
                        given.start(row),
                        weight,
                        factor,
                        partial[worker],
                        size)
                    / size;
            Row places = new Row(input.start(row), given.start(row), output.start(row));
            long streamAt = stream == null ? 0 : stream.start(row);
            Numbers streamNumbers = stream == null ? null : stream.numbers();
            change(
                input.numbers(),
                given.numbers(),
                weight,
                streamNumbers,
                streamAt,
                output.numbers(),
                places,
                factor,
                mean,
                size);
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

  private record Row(long x, long given, long output) {}

  /** Σ g · n of one row; adds dy · n to the weight's partial gradient. */
  private static float inner(
      Numbers x,
      long xAt,
      Numbers given,
      long givenAt,
      Numbers weight,
      float factor,
      float[] partial,
      int size) {
    FloatVector sum = FloatVector.zero(Lanes.FLOATS);
    int i = 0;
    for (; Lanes.whole(i, size); i += Lanes.WIDTH) {
      FloatVector product = product(x, xAt + i, given, givenAt + i, factor, Lanes.ALL);
      FloatVector.fromArray(Lanes.FLOATS, partial, i).add(product).intoArray(partial, i);
      sum = product.fma(Lanes.load(weight, i, Lanes.ALL), sum);
    }
    if (i < size) {
      VectorMask<Float> mask = Lanes.mask(i, size);
      FloatVector product = product(x, xAt + i, given, givenAt + i, factor, mask);
      FloatVector.fromArray(Lanes.FLOATS, partial, i).add(product).intoArray(partial, i);
      sum = product.fma(Lanes.load(weight, i, mask), sum);
    }
    return Lanes.sum(sum);
  }

  /** dy · n. */
  private static FloatVector product(
      Numbers x, long xAt, Numbers given, long givenAt, float factor, VectorMask<Float> mask) {
    FloatVector normed = Lanes.load(x, xAt, mask).mul(factor);
    return Lanes.load(given, givenAt, mask).mul(normed);
  }

  private static void change(
      Numbers x,
      Numbers given,
      Numbers weight,
      Numbers stream,
      long streamAt,
      Numbers output,
      Row row,
      float factor,
      float mean,
      int size) {
    int i = 0;
    for (; Lanes.whole(i, size); i += Lanes.WIDTH) {
      change(x, given, weight, stream, streamAt, output, row, factor, mean, i, Lanes.ALL);
    }
    if (i < size) {
      VectorMask<Float> mask = Lanes.mask(i, size);
      change(x, given, weight, stream, streamAt, output, row, factor, mean, i, mask);
    }
  }

  private static void change(
      Numbers x,
      Numbers given,
      Numbers weight,
      Numbers stream,
      long streamAt,
      Numbers output,
      Row row,
      float factor,
      float mean,
      int i,
      VectorMask<Float> mask) {
    FloatVector normed = Lanes.load(x, row.x() + i, mask).mul(factor);
    FloatVector w = Lanes.load(weight, i, mask);
    FloatVector scaled = Lanes.load(given, row.given() + i, mask).mul(w);
    FloatVector result = scaled.sub(normed.mul(mean)).mul(factor);
    Lanes.store(given, row.given() + i, normed.mul(w), mask);
    if (stream != null) {
      result = result.add(Lanes.load(stream, streamAt + i, mask));
      Lanes.store(stream, streamAt + i, result, mask);
    }
    Lanes.store(output, row.output() + i, result, mask);
  }
}
