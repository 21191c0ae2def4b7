package io.github.unlearn4j.model;

import io.github.unlearn4j.base.Check;
import io.github.unlearn4j.tensor.Torch;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Weights as a quantised file would hold them, computed with as before: round to nearest in groups
 * of 32 along the rows, w = s · round(w / s) with s = max |w| ÷ (2^(bits − 1) − 1) of the group.
 * The matrices of the layers are rounded; embedding, head, norms and biases stay, as in the usual
 * formats.
 */
public final class RoundedWeights {
  private static final int GROUP = 32;

  private RoundedWeights() {}

  /** Rounds the decoder's matrices in place, to {@code bits} between 2 and 8. */
  public static void apply(Decoder decoder, int bits) {
    Check.between("bits", bits, 2, 8);
    for (Map.Entry<String, Tensor> parameter : decoder.parameters().exact().entrySet()) {
      if (isRounded(parameter.getKey(), parameter.getValue())) {
        round(parameter.getValue(), (1 << (bits - 1)) - 1);
      }
    }
    decoder.parameters().publish();
  }

  private static boolean isRounded(String name, Tensor weight) {
    return weight.dim() == 2
        && !name.equals(ParameterLayout.EMBEDDING)
        && !name.equals(ParameterLayout.HEAD);
  }

  /** The last group of a row is short where 32 does not divide its length. */
  private static void round(Tensor weight, int largest) {
    long columns = weight.size(1);
    for (long from = 0; from < columns; ) {
      long whole = (columns - from) / GROUP * GROUP;
      long count = whole > 0 ? whole : columns - from;
      try (PointerScope scope = new PointerScope()) {
        Tensor part = weight.narrow(1, from, count);
        long group = whole > 0 ? GROUP : count;
        Tensor groups = part.to(ScalarType.Float).reshape(-1, group);
        Tensor scale = groups.abs().amax(new long[] {1}, true).div(new Scalar((double) largest));
        Tensor steps = groups.div(scale.clamp_min(new Scalar(1e-30))).round();
        part.copy_(steps.mul(scale).view(Torch.shape(part)));
      }
      from += count;
    }
  }
}
