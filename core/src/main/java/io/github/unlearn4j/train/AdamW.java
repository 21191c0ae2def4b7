package io.github.unlearn4j.train;

import io.github.unlearn4j.kernels.AdamWStep;
import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.tensor.Kept;
import io.github.unlearn4j.tensor.Torch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** AdamW over flat buffers; the arithmetic is {@link Kernels#adamW}. */
final class AdamW implements AutoCloseable {
  static final double EPSILON = 1e-8;

  private final Kept kept = new Kept();
  private final TrainSettings settings;
  private final Tensor weights;
  private final Tensor gradient;
  private final Tensor mean;
  private final Tensor square;
  private final Kernels kernels = Kernels.fastest();
  private int step;

  AdamW(TrainSettings settings, Tensor weights, Tensor gradient) {
    this.settings = settings;
    this.weights = weights;
    this.gradient = gradient;
    try (PointerScope scope = new PointerScope()) {
      mean = kept.keep(Torch.zeros(ScalarType.Float, weights.numel()));
      square = kept.keep(Torch.zeros(ScalarType.Float, weights.numel()));
    }
  }

  /** First and second moment, for saving and restoring. */
  Tensor mean() {
    return mean;
  }

  Tensor square() {
    return square;
  }

  void restore(int finishedSteps) {
    step = finishedSteps;
  }

  /**
   * One update.
   *
   * @param gradientScale the gradient is multiplied by it first (clipping)
   */
  void step(double learningRate, double gradientScale) {
    step++;
    kernels.adamW(
        new AdamWStep(
            step,
            learningRate,
            settings.beta1(),
            settings.beta2(),
            settings.weightDecay(),
            EPSILON,
            gradientScale),
        weights,
        gradient,
        mean,
        square);
  }

  @Override
  public void close() {
    kept.close();
  }
}
