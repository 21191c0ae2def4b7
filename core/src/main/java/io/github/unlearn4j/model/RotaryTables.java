package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Cosines and sines of rotary positions, and the rotation. The two halves of a head form the pairs
 * (x, y), as in all Hugging Face checkpoints: x' = x cos − y sin, y' = y cos + x sin. Queries are
 * scaled by 1/√headSize in the same pass.
 *
 * @param cosine [positions, headSize / 2]
 * @param sine [positions, headSize / 2]
 */
record RotaryTables(Tensor cosine, Tensor sine) {
  /** Tables of positions 0 … count − 1, each entry times {@code scale}. */
  static RotaryTables of(DecoderConfig config, int count, double scale, ComputeType type) {
    int pairs = config.headSize() / 2;
    double[] frequencies = config.rotary().frequencies(config.headSize());
    float[] cosine = new float[count * pairs];
    float[] sine = new float[count * pairs];
    for (int position = 0; position < count; position++) {
      for (int pair = 0; pair < pairs; pair++) {
        // The reference multiplies in float32, and so do we, to agree at far positions.
        float angle = position * (float) frequencies[pair];
        cosine[position * pairs + pair] = (float) (Math.cos(angle) * scale);
        sine[position * pairs + pair] = (float) (Math.sin(angle) * scale);
      }
    }
    return new RotaryTables(
        type.take(Torch.floats(cosine, count, pairs)), type.take(Torch.floats(sine, count, pairs)));
  }

  /** Rows {@code from … from + count − 1}. */
  RotaryTables slice(long from, long count) {
    return new RotaryTables(cosine.narrow(0, from, count), sine.narrow(0, from, count));
  }

  /** Rotates {@code from} into {@code to}, both [… , time, headSize] of any strides. */
  void rotate(Tensor from, Tensor to) {
    long pairs = from.size(-1) / 2;
    Tensor x = from.narrow(-1, 0, pairs);
    Tensor y = from.narrow(-1, pairs, pairs);
    Tensor rotatedX = to.narrow(-1, 0, pairs);
    Tensor rotatedY = to.narrow(-1, pairs, pairs);
    torch.mul_out(rotatedX, x, cosine);
    rotatedX.addcmul_(y, sine, Torch.scalar(-1));
    torch.mul_out(rotatedY, y, cosine);
    rotatedY.addcmul_(x, sine, Torch.scalar(1));
  }
}
