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

  /** Where the numbers of one head are read and written, and by which angles they turn. */
  private record Move(Numbers source, long sourceAt, Numbers target, long targetAt, long angles) {}

  /** {@code toHeads}: rows to strips; else strips to rows, turning back. */
  static void move(
      HeadLayout layout, Tensor rows, Rotation rotation, List<Tensor> strips, boolean toHeads) {
    Numbers rowNumbers = Numbers.of(rows);
    long rowStride = rows.stride(0);
    int size = layout.headSize();
    int heads = layout.keyValueHeads() * layout.groups();
    Part[] parts = parts(strips, layout);
    Turn turn = Turn.of(rotation, size, !toHeads);
    Workers.run(
        (long) layout.batch() * layout.time(),
        (long) heads * size,
        (worker, from, end) -> {
          for (long row = from; row < end; row++) {
            int time = (int) (row % layout.time());
            long firstPair = row / layout.time() * layout.keyValueHeads();
            long angles = row % turn.positions();
            Part part = parts[find(parts, time)];
            for (int head = 0; head < heads; head++) {
              long pair = firstPair + head / layout.groups();
              long place = pair * layout.groups() + head % layout.groups();
              long stripAt = (place * part.times() + time - part.from()) * size;
              long rowAt = row * rowStride + (long) head * size;
              if (toHeads) {
                turn.apply(new Move(rowNumbers, rowAt, part.numbers(), stripAt, angles));
              } else {
                turn.apply(new Move(part.numbers(), stripAt, rowNumbers, rowAt, angles));
              }
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
      Numbers cosine, Numbers sine, long positions, int pairs, int size, float scale, float sign) {
    static Turn of(Rotation rotation, int size, boolean back) {
      if (rotation == null) {
        return new Turn(null, null, 1, 0, size, 1, 1);
      }
      return new Turn(
          Numbers.of(rotation.cosine()),
          Numbers.of(rotation.sine()),
          rotation.cosine().size(0),
          (int) rotation.cosine().size(1),
          size,
          (float) rotation.scale(),
          back ? -1 : 1);
    }

    void apply(Move move) {
      Numbers source = move.source();
      Numbers target = move.target();
      if (pairs == 0) {
        Lanes.copy(source, move.sourceAt(), target, move.targetAt(), size);
        return;
      }
      int i = 0;
      for (; Lanes.whole(i, pairs); i += Lanes.WIDTH) {
        turn(move, i, Lanes.ALL);
      }
      if (i < pairs) {
        turn(move, i, Lanes.mask(i, pairs));
      }
      for (int rest = 2 * pairs; rest < size; rest += Lanes.WIDTH) {
        VectorMask<Float> mask = Lanes.mask(rest, size);
        FloatVector x = Lanes.load(source, move.sourceAt() + rest, mask).mul(scale);
        Lanes.store(target, move.targetAt() + rest, x, mask);
      }
    }

    private void turn(Move move, int i, VectorMask<Float> mask) {
      long angle = move.angles() * pairs + i;
      FloatVector c = Lanes.load(cosine, angle, mask).mul(scale);
      FloatVector s = Lanes.load(sine, angle, mask).mul(scale * sign);
      FloatVector x = Lanes.load(move.source(), move.sourceAt() + i, mask);
      FloatVector y = Lanes.load(move.source(), move.sourceAt() + pairs + i, mask);
      Lanes.store(move.target(), move.targetAt() + i, x.mul(c).sub(y.mul(s)), mask);
      Lanes.store(move.target(), move.targetAt() + pairs + i, y.mul(c).add(x.mul(s)), mask);
    }
  }
}
