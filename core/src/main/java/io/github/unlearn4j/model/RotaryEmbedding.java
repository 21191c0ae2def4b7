package io.github.unlearn4j.model;

import io.github.unlearn4j.base.UserError;

/**
 * Angles of the rotary position embedding (Su et al. 2021) with the scalings that Llama-family
 * checkpoints use; same formulas as transformers' {@code modeling_rope_utils}.
 *
 * @param theta base of the frequencies
 * @param scaling "default", "linear" or "llama3"
 * @param factor linear: positions are divided by it; llama3: low frequencies are
 * @param lowFrequencyFactor llama3 only
 * @param highFrequencyFactor llama3 only
 * @param originalPositions llama3 only: context length before scaling
 */
public record RotaryEmbedding(
    double theta,
    String scaling,
    double factor,
    double lowFrequencyFactor,
    double highFrequencyFactor,
    int originalPositions) {

  public RotaryEmbedding {
    switch (scaling) {
      case "default", "linear", "llama3" -> {}
      default ->
          throw UserError.badInput(
              "rotary scaling '%s' is not supported; known: default, linear, llama3"
                  .formatted(scaling));
    }
  }

  public static RotaryEmbedding plain(double theta) {
    return new RotaryEmbedding(theta, "default", 1, 1, 4, 0);
  }

  /** Positions divided by {@code factor}. */
  public static RotaryEmbedding linear(double theta, double factor) {
    return new RotaryEmbedding(theta, "linear", factor, 1, 4, 0);
  }

  /** Radians per position for each of {@code headSize / 2} pairs. */
  public double[] frequencies(int headSize) {
    double[] frequencies = new double[headSize / 2];
    for (int pair = 0; pair < frequencies.length; pair++) {
      double plain = Math.pow(theta, -2.0 * pair / headSize);
      frequencies[pair] =
          switch (scaling) {
            case "linear" -> plain / factor;
            case "llama3" -> llama3(plain);
            default -> plain;
          };
    }
    return frequencies;
  }

  /** Long waves are slowed by the factor, short ones kept, those between are blended. */
  private double llama3(double frequency) {
    double wavelength = 2 * Math.PI / frequency;
    if (wavelength > originalPositions / lowFrequencyFactor) {
      return frequency / factor;
    }
    if (wavelength < originalPositions / highFrequencyFactor) {
      return frequency;
    }
    double smooth =
        (originalPositions / wavelength - lowFrequencyFactor)
            / (highFrequencyFactor - lowFrequencyFactor);
    return (1 - smooth) * frequency / factor + smooth * frequency;
  }
}
