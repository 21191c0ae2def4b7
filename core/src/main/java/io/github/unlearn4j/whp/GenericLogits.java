package io.github.unlearn4j.whp;

import io.github.unlearn4j.tensor.Torch;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Equation (1) on whole rows of logits, as two models answer with it and without any training:
 *
 * <pre>
 *   v_generic = v_baseline − alpha · ReLU(v_reinforced − v_baseline)
 * </pre>
 *
 * Both rows are of the same, original text: nothing is translated. (MUSE, arXiv 2407.06460, calls
 * this alone WHP.)
 */
public final class GenericLogits {
  private GenericLogits() {}

  /** Makes the row of the baseline and that of the reinforced model one. */
  public static BinaryOperator<Tensor> equation(double alpha, LabelSettings.Offset offset) {
    return (baseline, reinforced) ->
        switch (offset) {
          case LOGITS -> generic(baseline, reinforced, alpha);
          case LOG_PROBABILITIES ->
              generic(torch.log_softmax(baseline, 1), torch.log_softmax(reinforced, 1), alpha);
        };
  }

  private static Tensor generic(Tensor baseline, Tensor reinforced, double alpha) {
    Tensor raised = reinforced.sub(baseline).relu_();
    return baseline.sub(raised.mul_(Torch.scalar(alpha)));
  }
}
