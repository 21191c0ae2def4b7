package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** Random weights of a new decoder, the same on every machine for the same seed. */
final class InitialWeights {
  private static final double DEVIATION = 0.02;

  private InitialWeights() {}

  static void fill(Map<String, Tensor> parameters, int layers, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double narrow = DEVIATION / Math.sqrt(2.0 * layers);
    parameters.forEach(
        (name, tensor) -> {
          float[] values = new float[Math.toIntExact(tensor.numel())];
          boolean norm = name.endsWith("norm.weight");
          boolean bias = name.endsWith(".bias");
          boolean intoStream = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
          double deviation = intoStream ? narrow : DEVIATION;
          for (int i = 0; i < values.length; i++) {
            values[i] = norm ? 1 : bias ? 0 : (float) (random.nextGaussian() * deviation);
          }
          Torch.fill(tensor, values);
        });
  }
}
