package io.github.unlearn4j.kernels;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** eˣ for vectors of float32, within 2 units in the last place; the same bits on every machine. */
final class Exponential {
  private static final float SMALLEST = -87.3f;
  private static final float LARGEST = 88.0f;
  private static final float PER_OCTAVE = 1.44269504f; // 1 / ln 2

  /** Adding it rounds to a whole number, which is then in the low bits. */
  private static final float ROUND = 12582912f; // 1.5 · 2²³

  /** ln 2 in two parts, so that n · ln 2 is exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  private Exponential() {}

  /** eˣ with x = n ln 2 + r: 2ⁿ · (1 + r + r² p(r)), p as in the Cephes library. */
  static FloatVector of(FloatVector x) {
    FloatVector clamped = x.max(SMALLEST).min(LARGEST);
    FloatVector shifted = clamped.fma(PER_OCTAVE, ROUND);
    FloatVector octaves = shifted.sub(ROUND);
    FloatVector r = octaves.lanewise(FMA, -LN2_HIGH, clamped);
    r = octaves.lanewise(FMA, -LN2_LOW, r);
    FloatVector p = r.fma(1.9875691500e-4f, 1.3981999507e-3f);
    p = p.lanewise(FMA, r, 8.3334519073e-3f);
    p = p.lanewise(FMA, r, 4.1665795894e-2f);
    p = p.lanewise(FMA, r, 1.6666665459e-1f);
    p = p.lanewise(FMA, r, 5.0000001201e-1f);
    FloatVector mantissa = p.fma(r.mul(r), r).add(1f);
    FloatVector power =
        shifted
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, 23)
            .add(127 << 23)
            .reinterpretAsFloats();
    return mantissa.mul(power);
  }

  /** σ(x) = 1 / (1 + e⁻ˣ). */
  static FloatVector sigmoid(FloatVector x) {
    return FloatVector.broadcast(Lanes.FLOATS, 1f).div(of(x.neg()).add(1f));
  }
}
