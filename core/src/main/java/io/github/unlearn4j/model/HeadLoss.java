package io.github.unlearn4j.model;

import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Output head and cross-entropy together, in chunks of rows, so that the logits of a whole batch
 * never exist. Rows without a label cost nothing. With p = softmax(h Wᵀ): dlogits = scale · (p −
 * onehot), dh = dlogits W, dW = dlogitsᵀ h.
 *
 * <p>Soft targets q name k tokens and leave q₀ = 1 − Σ q to all others together: the loss is −Σ q
 * log p − q₀ log p₀ with p₀ = 1 − Σ p over the named ones, so dlogits = p − q for a named token and
 * p (1 − q₀ / p₀) for another.
 */
final class HeadLoss {
  private static final int CHUNK_ROWS = 512;

  /** Probability of all other tokens together, at least: float32 sums are no better. */
  private static final double SMALLEST_REST = 1e-6;

  /**
   * @param hiddenGradient [rows, hidden], compute dtype; zero where there is no label
   * @param sum of the cross-entropies, natural log
   */
  record Result(Tensor hiddenGradient, double sum) {}

  private HeadLoss() {}

  static Result of(
      Tensor hidden,
      Tensor labels,
      Decoder.SoftTargets soft,
      Tensor head,
      Tensor headGradient,
      double scale) {
    Tensor hiddenGradient = torch.zeros_like(hidden);
    long[] all = Torch.toLongs(labels);
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < all.length; row++) {
      if (all[row] >= 0) {
        rows.add(row);
      }
    }
    double sum = 0;
    for (int from = 0; from < rows.size(); from += CHUNK_ROWS) {
      List<Integer> chunk = rows.subList(from, Math.min(rows.size(), from + CHUNK_ROWS));
      long[] index = chunk.stream().mapToLong(Integer::longValue).toArray();
      try (PointerScope scope = new PointerScope()) {
        Tensor rowIndex = Torch.longs(index, index.length);
        Tensor input = hidden.index_select(0, rowIndex);
        Tensor logits = torch.linear(input, head).to(ScalarType.Float);
        Tensor logProbabilities = torch.log_softmax(logits, 1);
        sum +=
            soft == null
                ? hardGradient(logProbabilities, labels.index_select(0, rowIndex))
                : softGradient(
                    logProbabilities,
                    soft.ids().index_select(0, rowIndex),
                    soft.probabilities().index_select(0, rowIndex));
        Tensor narrow = logProbabilities.mul_(Torch.scalar(scale)).to(head.scalar_type());
        headGradient.add_(torch.mm(narrow.t(), input));
        hiddenGradient.index_copy_(0, rowIndex, torch.mm(narrow, head));
      }
    }
    return new Result(hiddenGradient, sum);
  }

  /** Turns log p into dlogits / scale in place; returns the sum of the losses. */
  private static double hardGradient(Tensor logProbabilities, Tensor labels) {
    Tensor column = labels.unsqueeze(1);
    double loss = -logProbabilities.gather(1, column).sum().item_double();
    Tensor minusOne = torch.full(new long[] {labels.size(0), 1}, Torch.scalar(-1));
    logProbabilities.exp_().scatter_add_(1, column, minusOne);
    return loss;
  }

  private static double softGradient(Tensor logProbabilities, Tensor ids, Tensor target) {
    Tensor named = logProbabilities.gather(1, ids);
    Tensor probabilities = named.exp();
    Tensor others = rest(probabilities);
    Tensor targetOthers = rest(target);
    double loss =
        -named.mul_(target).sum().item_double()
            - others.log().mul_(targetOthers).sum().item_double();
    Tensor ratio = targetOthers.div_(others).mul_(Torch.scalar(-1)).add_(Torch.scalar(1));
    logProbabilities.exp_().mul_(ratio).scatter_(1, ids, probabilities.sub_(target));
    return loss;
  }

  /** 1 − Σ of each row, kept away from 0. */
  private static Tensor rest(Tensor probabilities) {
    Tensor sum = probabilities.sum(new long[] {1}, true, Types.none());
    Tensor rest = sum.mul_(Torch.scalar(-1)).add_(Torch.scalar(1));
    return rest.clamp_min_(Torch.scalar(SMALLEST_REST));
  }
}
