package io.github.unlearn4j.kernels;

import io.github.unlearn4j.kernels.Lanes.Numbers;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.bytedeco.pytorch.Tensor;

/** Moves numbers between rows and heads, turning them on the way. */
final class HeadLoops {
  private HeadLoops() {}

  /** One strip of times {@code from … from + times − 1}. */
  private record Part(Numbers numbers, int from, int times) {}

  /** {@code toHeads}: rows to strips; else strips to rows, turning back. */
  static void move(
      HeadLayout layout, Tensor rows, Rotation rotation, List<Tensor> strips, boolean toHeads) {
    Numbers rowNumbers = Numbers.of(rows);
    long rowStride = rows.stride(0);
    int size = layout.headSize();
    int heads = layout.keyValueHeads() * layout.groups();
    int width = heads * size;
    Part[] parts = parts(strips, layout);
    Turn turn = rotation == null ? null : Turn.of(rotation, size, !toHeads);
    Workers.run(
        (long) layout.batch() * layout.time(),
        width,
        (worker, from, end) -> {
          float[] values = new float[width + Lanes.WIDTH]; // a vector may reach beyond the end
          float[] cosine = new float[size + Lanes.WIDTH];
          float[] sine = new float[size + Lanes.WIDTH];
          for (long row = from; row < end; row++) {
            int time = (int) (row % layout.time());
            Part part = parts[find(parts, time)];
            long first = row / layout.time() * heads * part.times() + time - part.from();
            if (toHeads) {
              Lanes.read(rowNumbers, row * rowStride, values, width);
            } else {
              for (int head = 0; head < heads; head++) {
                long at = (first + (long) head * part.times()) * size;
                Lanes.read(part.numbers(), at, values, head * size, size);
              }
            }
            if (turn != null) {
              turn.apply(row, values, heads, cosine, sine);
            }
            if (toHeads) {
              for (int head = 0; head < heads; head++) {
                long at = (first + (long) head * part.times()) * size;
                Lanes.write(values, head * size, size, part.numbers(), at);
              }
            } else {
              Lanes.write(values, width, rowNumbers, row * rowStride);
            }
          }
        });
  }

  private static Part[] parts(List<Tensor> strips, HeadLayout layout) {
    Part[] parts = new Part[strips.size()];
    int from = 0;
    for (int i = 0; i < parts.length; i++) {
      int times = (int) (strips.get(i).size(1) / layout.groups());
      parts[i] = new Part(Numbers.of(strips.get(i)), from, times);
      from += times;
    }
    return parts;
  }

  private static int find(Part[] parts, int time) {
    int index = 0;
    while (time >= parts[index].from() + parts[index].times()) {
      index++;
    }
    return index;
  }

  /** {@code sign}: 1 forward, −1 back. */
  private record Turn(
      Numbers cosines,
      Numbers sines,
      long positions,
      int pairs,
      int size,
      float scale,
      float sign) {
    static Turn of(Rotation rotation, int size, boolean back) {
      return new Turn(
          Numbers.of(rotation.cosine()),
          Numbers.of(rotation.sine()),
          rotation.cosine().size(0),
          (int) rotation.cosine().size(1),
          size,
          (float) rotation.scale(),
          back ? -1 : 1);
    }

    /** Turns the heads of a row, which lie in {@code values} one behind the other. */
    void apply(long row, float[] values, int heads, float[] cosine, float[] sine) {
      long angles = row % positions * pairs;
      Lanes.read(cosines, angles, cosine, pairs);
      Lanes.read(sines, angles, sine, pairs);
      for (int i = 0; i < pairs; i += Lanes.WIDTH) {
        FloatVector.fromArray(Lanes.FLOATS, cosine, i).mul(scale).intoArray(cosine, i);
        FloatVector.fromArray(Lanes.FLOATS, sine, i).mul(scale * sign).intoArray(sine, i);
      }
      for (int head = 0; head < heads; head++) {
        int first = head * size;
        int i = 0;
        for (; Lanes.whole(i, pairs); i += Lanes.WIDTH) {
          turn(values, first + i, cosine, sine, i, Lanes.ALL);
        }
        if (i < pairs) {
          turn(values, first + i, cosine, sine, i, Lanes.mask(i, pairs));
        }
        for (int rest = first + 2 * pairs; rest < first + size; rest++) {
          values[rest] *= scale;
        }
      }
    }

    private void turn(
        float[] values, int at, float[] cosine, float[] sine, int i, VectorMask<Float> mask) {
      FloatVector c = FloatVector.fromArray(Lanes.FLOATS, cosine, i);
      FloatVector s = FloatVector.fromArray(Lanes.FLOATS, sine, i);
      FloatVector x = FloatVector.fromArray(Lanes.FLOATS, values, at);
      FloatVector y = FloatVector.fromArray(Lanes.FLOATS, values, at + pairs);
      x.mul(c).sub(y.mul(s)).intoArray(values, at, mask);
      y.mul(c).add(x.mul(s)).intoArray(values, at + pairs, mask);
    }
  }
}
