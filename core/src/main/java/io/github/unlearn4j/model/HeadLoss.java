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
 */
final class HeadLoss {
  private static final int CHUNK_ROWS = 512;

  /**
   * @param hiddenGradient [rows, hidden], compute dtype; zero where there is no label
   * @param sum of the cross-entropies, natural log
   */
  record Result(Tensor hiddenGradient, double sum) {}

  private HeadLoss() {}

  static Result of(Tensor hidden, Tensor labels, Tensor head, Tensor headGradient, double scale) {
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
        Tensor rowLabels = labels.index_select(0, rowIndex).unsqueeze(1);
        Tensor input = hidden.index_select(0, rowIndex);
        Tensor logits = torch.linear(input, head).to(ScalarType.Float);
        Tensor logProbabilities = torch.log_softmax(logits, 1);
        sum -= logProbabilities.gather(1, rowLabels).sum().item_double();
        Tensor gradient = logProbabilities.exp_();
        Tensor minusOne = torch.full(new long[] {index.length, 1}, Torch.scalar(-1));
        gradient.scatter_add_(1, rowLabels, minusOne).mul_(Torch.scalar(scale));
        Tensor narrow = gradient.to(head.scalar_type());
        headGradient.add_(torch.mm(narrow.t(), input));
        hiddenGradient.index_copy_(0, rowIndex, torch.mm(narrow, head));
      }
    }
    return new Result(hiddenGradient, sum);
  }
}
