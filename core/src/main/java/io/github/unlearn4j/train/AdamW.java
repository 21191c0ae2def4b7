package io.github.unlearn4j.train;

import io.github.unlearn4j.tensor.Kept;
import io.github.unlearn4j.tensor.Torch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * AdamW (Loshchilov and Hutter 2019), as {@code torch.optim.AdamW} computes it, over one flat
 * float32 buffer: w ← w (1 − η λ); m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − η (m / (1
 * − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε).
 *
 * <p>The buffer is worked through in pieces that fit the cache, so that the seven operators of one
 * update read main memory once.
 */
final class AdamW implements AutoCloseable {
  static final double EPSILON = 1e-8;
  private static final long PIECE = 1 << 18;

  /** A card has no cache to fit, and every operator must be worth its launch. */
  private static final long CARD_PIECE = 1 << 26;

  private final Kept kept = new Kept();
  private final TrainSettings settings;
  private final Tensor weights;
  private final Tensor gradient;
  private final Tensor mean;
  private final Tensor square;
  private final long piece;
  private int step;

  AdamW(TrainSettings settings, Tensor weights, Tensor gradient) {
    this.settings = settings;
    this.weights = weights;
    this.gradient = gradient;
    piece = weights.is_cpu() ? PIECE : CARD_PIECE;
    try (PointerScope scope = new PointerScope()) {
      mean = kept.keep(torch.zeros_like(weights));
      square = kept.keep(torch.zeros_like(weights));
    }
  }

  /** First moment. */
  Tensor mean() {
    return mean;
  }

  /**
   * One update.
   *
   * @param gradientScale the gradient is multiplied by it first (clipping)
   */
  void step(double learningRate, double gradientScale) {
    step++;
    double meanCorrection = 1 - Math.pow(settings.beta1(), step);
    double squareCorrection = 1 - Math.pow(settings.beta2(), step);
    for (long from = 0; from < weights.numel(); from += piece) {
      long count = Math.min(piece, weights.numel() - from);
      try (PointerScope scope = new PointerScope()) {
        Tensor w = weights.narrow(0, from, count);
        Tensor g = gradient.narrow(0, from, count);
        Tensor m = mean.narrow(0, from, count);
        Tensor v = square.narrow(0, from, count);
        if (gradientScale != 1) {
          g.mul_(Torch.scalar(gradientScale));
        }
        if (settings.weightDecay() != 0) {
          w.mul_(Torch.scalar(1 - learningRate * settings.weightDecay()));
        }
        m.lerp_(g, Torch.scalar(1 - settings.beta1()));
        v.mul_(Torch.scalar(settings.beta2())).addcmul_(g, g, Torch.scalar(1 - settings.beta2()));
        Tensor root = v.sqrt();
        root.mul_(Torch.scalar(1 / Math.sqrt(squareCorrection))).add_(Torch.scalar(EPSILON));
        w.addcdiv_(m, root, Torch.scalar(-learningRate / meanCorrection));
      }
    }
  }

  @Override
  public void close() {
    kept.close();
  }
}
