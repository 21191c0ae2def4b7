package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.Kernels;
import io.github.unlearn4j.kernels.LossTargets;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Output head and cross-entropy together, in chunks of rows, so that the logits of a whole batch
 * never exist. Rows without a label cost nothing. With dlogits from {@link Kernels#loss}: dh =
 * dlogits W, dW = dlogitsᵀ h.
 */
final class HeadLoss {
  private static final int CHUNK_ROWS = 512;

  /**
   * @param hiddenGradient [rows, hidden], compute dtype; zero where there is no label
   * @param sum of the cross-entropies, natural log
   */
  record Result(Tensor hiddenGradient, double sum) {}

  private HeadLoss() {}

  /**
   * @param device of everything but labels and soft targets, which lie on the CPU
   * @param headGradient null if the head is frozen
   */
  static Result of(
      Kernels kernels,
      Device device,
      Tensor hidden,
      Tensor labels,
      Decoder.SoftTargets soft,
      Tensor head,
      Tensor headGradient,
      double scale) {
    Tensor hiddenGradient = torch.zeros_like(hidden);
    double sum = 0;
    try (PointerScope outer = new PointerScope()) {
      List<Integer> rows = labelled(labels);
      Tensor logitsMemory = hidden.new_empty(Math.min(rows.size(), CHUNK_ROWS), head.size(0));
      for (int from = 0; from < rows.size(); from += CHUNK_ROWS) {
        List<Integer> chunk = rows.subList(from, Math.min(rows.size(), from + CHUNK_ROWS));
        long[] index = chunk.stream().mapToLong(Integer::longValue).toArray();
        try (PointerScope scope = new PointerScope()) {
          Tensor hostIndex = Torch.longs(index, index.length);
          Tensor rowIndex = device.take(hostIndex);
          Tensor input = Torch.rows(hidden, rowIndex);
          Tensor logits = logitsMemory.narrow(0, 0, index.length);
          torch.mm_out(logits, input, head.t());
          sum += kernels.loss(logits, targets(device, labels, soft, hostIndex), scale);
          if (headGradient != null) {
            kernels.addProduct(headGradient, logits.t(), input);
          }
          hiddenGradient.index_copy_(0, rowIndex, torch.mm(logits, head));
        }
      }
    }
    return new Result(hiddenGradient, sum);
  }

  private static List<Integer> labelled(Tensor labels) {
    long[] all = Torch.toLongs(labels);
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < all.length; row++) {
      if (all[row] >= 0) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static LossTargets targets(
      Device device, Tensor labels, Decoder.SoftTargets soft, Tensor rows) {
    return soft == null
        ? new LossTargets(device.take(Torch.rows(labels, rows)), null, null)
        : new LossTargets(
            null,
            device.take(Torch.rows(soft.ids(), rows)),
            device.take(Torch.rows(soft.probabilities(), rows)));
  }
}
