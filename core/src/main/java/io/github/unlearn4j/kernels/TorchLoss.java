package io.github.unlearn4j.kernels;

import io.github.unlearn4j.tensor.Torch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** {@link Kernels#loss} by the library's operators; formulas in {@link LossTargets}. */
final class TorchLoss {
  private TorchLoss() {}

  static double of(Tensor logits, LossTargets targets, double scale) {
    try (PointerScope scope = new PointerScope()) {
      Tensor logProbabilities = torch.log_softmax(logits.to(ScalarType.Float), 1);
      double sum =
          targets.soft()
              ? softGradient(logProbabilities, targets.softIds(), targets.softProbabilities())
              : hardGradient(logProbabilities, targets.labels());
      logits.copy_(logProbabilities.mul_(Torch.scalar(scale)));
      return sum;
    }
  }

  /** Turns log p into dlogits / scale in place; returns the sum of the losses. */
  private static double hardGradient(Tensor logProbabilities, Tensor labels) {
    Tensor column = labels.unsqueeze(1);
    double loss = -Torch.number(logProbabilities.gather(1, column).sum());
    Tensor minusOne = logProbabilities.new_full(new long[] {labels.size(0), 1}, Torch.scalar(-1));
    logProbabilities.exp_().scatter_add_(1, column, minusOne);
    return loss;
  }

  private static double softGradient(Tensor logProbabilities, Tensor ids, Tensor target) {
    Tensor named = logProbabilities.gather(1, ids);
    Tensor probabilities = named.exp();
    Tensor others = rest(probabilities);
    Tensor targetOthers = rest(target);
    double loss =
        -Torch.number(named.mul_(target).sum())
            - Torch.number(others.log().mul_(targetOthers).sum());
    Tensor ratio = targetOthers.div_(others).mul_(Torch.scalar(-1)).add_(Torch.scalar(1));
    logProbabilities.exp_().mul_(ratio).scatter_(1, ids, probabilities.sub_(target));
    return loss;
  }

  /** 1 − Σ of each row, kept away from 0. */
  private static Tensor rest(Tensor probabilities) {
    Tensor sum = probabilities.sum(new long[] {1}, true, new ScalarTypeOptional());
    Tensor rest = sum.mul_(Torch.scalar(-1)).add_(Torch.scalar(1));
    return rest.clamp_min_(Torch.scalar(LossTargets.SMALLEST_REST));
  }
}
