package io.github.unlearn4j.kernels;

import io.github.unlearn4j.tensor.Torch;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The reference: the library's own operators, for every device. */
public final class TorchKernels implements Kernels {
  private static final long LAST = -1;

  private final FusedAttention fusedAttention;

  public TorchKernels() {
    this(null);
  }

  /** {@code fusedAttention}: the device's own attention; or null. */
  public TorchKernels(FusedAttention fusedAttention) {
    this.fusedAttention = fusedAttention;
  }

  @Override
  public FusedAttention fusedAttention() {
    return fusedAttention;
  }

  @Override
  public void norm(NormWeight weight, Tensor x, Tensor inverseRms, Tensor normed) {
    try (PointerScope scope = new PointerScope()) {
      Tensor wide = x.to(ScalarType.Float);
      Tensor square = mean(wide.mul(wide)).add_(Torch.scalar(weight.epsilon()));
      Tensor inverse = square.rsqrt_();
      inverseRms.copy_(inverse.view_as(inverseRms));
      normed.copy_(wide.mul(inverse).mul_(weight.weight()));
    }
  }

  @Override
  public void addAndNorm(
      NormWeight weight, Tensor x, Tensor delta, Tensor sum, Tensor inverseRms, Tensor normed) {
    add(x, delta, sum);
    norm(weight, sum, inverseRms, normed);
  }

  @Override
  public void normGradient(
      NormWeight weight,
      Tensor x,
      Tensor inverseRms,
      Tensor normedGradient,
      Tensor gradient,
      Tensor narrow) {
    try (PointerScope scope = new PointerScope()) {
      long size = x.size(-1);
      Tensor inverse = inverseRms.view(-1, 1);
      Tensor normalised = x.to(ScalarType.Float).reshape(-1, size).mul(inverse);
      Tensor given = normedGradient.to(ScalarType.Float).reshape(-1, size);
      if (weight.gradient() != null) {
        weight.gradient().add_(given.mul(normalised).sum(0));
      }
      Tensor scaled = given.mul(weight.weight());
      scaled.addcmul_(normalised, mean(scaled.mul(normalised)), Torch.scalar(-1));
      Tensor change = scaled.mul_(inverse).view(x.sizes());
      normedGradient.copy_(normalised.mul(weight.weight()).view(x.sizes()));
      if (gradient == null) {
        narrow.copy_(change);
      } else {
        narrow.copy_(gradient.add_(change));
      }
    }
  }

  @Override
  public void toHeads(HeadLayout layout, Tensor rows, Rotation rotation, List<Tensor> strips) {
    try (PointerScope scope = new PointerScope()) {
      Tensor turned = turned(byHead(layout, rows).to(ScalarType.Float), rotation, 1);
      long from = 0;
      for (Tensor strip : strips) {
        Tensor target = byGroup(layout, strip);
        target.copy_(turned.narrow(3, from, target.size(3)));
        from += target.size(3);
      }
    }
  }

  @Override
  public void fromHeads(HeadLayout layout, List<Tensor> strips, Rotation rotation, Tensor rows) {
    try (PointerScope scope = new PointerScope()) {
      Tensor target = byHead(layout, rows);
      Tensor together = torch.empty_like(target, wide(target), null);
      long from = 0;
      for (Tensor strip : strips) {
        Tensor source = byGroup(layout, strip);
        together.narrow(3, from, source.size(3)).copy_(source);
        from += source.size(3);
      }
      target.copy_(turned(together, rotation, -1));
    }
  }

  /** A view [batch, keyValueHeads, groups, time, headSize] of rows. */
  private static Tensor byHead(HeadLayout layout, Tensor rows) {
    return rows.view(
            layout.batch(),
            layout.time(),
            layout.keyValueHeads(),
            layout.groups(),
            layout.headSize())
        .permute(0, 2, 3, 1, 4);
  }

  /** A view [batch, keyValueHeads, groups, times, headSize] of a strip. */
  private static Tensor byGroup(HeadLayout layout, Tensor strip) {
    return strip.view(
        layout.batch(), layout.keyValueHeads(), layout.groups(), -1, layout.headSize());
  }

  private static Tensor turned(Tensor heads, Rotation rotation, double sign) {
    if (rotation == null) {
      return heads;
    }
    long pairs = rotation.cosine().size(1);
    Tensor cosine = ofRows(rotation.cosine(), heads).mul(Torch.scalar(rotation.scale()));
    Tensor sine = ofRows(rotation.sine(), heads).mul(Torch.scalar(rotation.scale() * sign));
    Tensor result = heads.mul(Torch.scalar(rotation.scale()));
    Tensor x = heads.narrow(LAST, 0, pairs);
    Tensor y = heads.narrow(LAST, pairs, pairs);
    result.narrow(LAST, 0, pairs).copy_(x.mul(cosine).sub_(y.mul(sine)));
    result.narrow(LAST, pairs, pairs).copy_(y.mul(cosine).add_(x.mul(sine)));
    return result;
  }

  /** A table of a rotation beside heads [batch, keyValueHeads, groups, time, headSize]. */
  private static Tensor ofRows(Tensor table, Tensor heads) {
    return table.size(0) == heads.size(3)
        ? table
        : table.view(heads.size(0), 1, 1, heads.size(3), table.size(1));
  }

  @Override
  public void causalSoftmax(Strip strip, Tensor scores) {
    try (PointerScope scope = new PointerScope()) {
      Tensor squares = scores.view(-1, strip.times(), strip.keys());
      Tensor wide = squares.to(ScalarType.Float);
      Tensor hidden = visible(strip, scores).eq(Torch.scalar(0));
      wide = wide.masked_fill(hidden, Torch.scalar(Double.NEGATIVE_INFINITY));
      squares.copy_(torch.softmax(wide, LAST));
    }
  }

  @Override
  public void causalSoftmaxGradient(Strip strip, Tensor probabilities, Tensor gradient) {
    try (PointerScope scope = new PointerScope()) {
      Tensor p = probabilities.to(ScalarType.Float);
      Tensor visible = visible(strip, gradient);
      Tensor d = gradient.to(ScalarType.Float).view(-1, strip.times(), strip.keys()).mul(visible);
      d = d.view(gradient.sizes());
      Tensor inner = p.mul(d).sum(new long[] {LAST}, true, new ScalarTypeOptional());
      gradient.copy_(d.sub_(inner).mul_(p));
    }
  }

  /** float32 [times, keys] of ones and zeros. */
  private static Tensor visible(Strip strip, Tensor like) {
    long diagonal = strip.from() - strip.firstKey();
    Tensor ones = like.new_ones(strip.times(), strip.keys()).to(ScalarType.Float).tril(diagonal);
    return strip.window() == 0 ? ones : ones.triu(diagonal - strip.window() + 1);
  }

  @Override
  public void gate(Tensor gateAndUp, Tensor activated) {
    try (PointerScope scope = new PointerScope()) {
      Tensor wide = gateAndUp.to(ScalarType.Float);
      long size = activated.size(1);
      activated.copy_(torch.silu(wide.narrow(1, 0, size)).mul_(wide.narrow(1, size, size)));
    }
  }

  @Override
  public void gateGradient(Tensor gateAndUp, Tensor activatedGradient) {
    try (PointerScope scope = new PointerScope()) {
      long size = activatedGradient.size(1);
      Tensor gate = gateAndUp.narrow(1, 0, size).to(ScalarType.Float);
      Tensor up = gateAndUp.narrow(1, size, size).to(ScalarType.Float);
      Tensor given = activatedGradient.to(ScalarType.Float);
      Tensor sigmoid = torch.sigmoid(gate);
      Tensor silu = sigmoid.mul(gate);
      // silu' = σ + silu · (1 − σ)
      Tensor slope = silu.addcmul(silu, sigmoid, Torch.scalar(-1)).add_(sigmoid);
      Tensor gateGradient = given.mul(up).mul_(slope);
      Tensor upGradient = given.mul(silu);
      activatedGradient.copy_(silu.mul_(up));
      gateAndUp.narrow(1, 0, size).copy_(gateGradient);
      gateAndUp.narrow(1, size, size).copy_(upGradient);
    }
  }

  @Override
  public double loss(Tensor logits, LossTargets targets, double scale) {
    return TorchLoss.of(logits, targets, scale);
  }

  @Override
  public void add(Tensor x, Tensor delta, Tensor sum) {
    try (PointerScope scope = new PointerScope()) {
      torch.add_out(sum, x, delta);
    }
  }

  /** float32 on the same device. */
  private static TensorOptions wide(Tensor like) {
    return like.options().dtype(new ScalarTypeOptional(ScalarType.Float));
  }

  private static Tensor mean(Tensor x) {
    return x.mean(new long[] {LAST}, true, new ScalarTypeOptional());
  }
}
