package io.github.unlearn4j.model;

import io.github.unlearn4j.kernels.FusedAttention;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The library's fused attention for the CPU in the place of the card's, so that all but the card's
 * two operators is tested without a card. It wants a key for each query head; so keys are repeated,
 * and their gradients added up.
 */
final class CpuFlashAttention implements FusedAttention {
  private static final String NAME = "aten::_scaled_dot_product_flash_attention_for_cpu";

  private final AtomicInteger passes = new AtomicInteger(); // strands share it

  /** Forward and backward passes so far. */
  int passes() {
    return passes.get();
  }

  @Override
  public boolean takes(ScalarType type, int headSize) {
    return true;
  }

  @Override
  public Result forward(Tensor query, Tensor key, Tensor value) {
    passes.incrementAndGet();
    IValueVector stack =
        new IValueVector(
            new IValue(query),
            new IValue(repeated(key, query)),
            new IValue(repeated(value, query)),
            new IValue(0.0),
            new IValue(true),
            new IValue(),
            new IValue(1.0));
    call(NAME, stack);
    return new Result(result(stack, 0), List.of(result(stack, 1)));
  }

  @Override
  public Gradients backward(
      Tensor contextGradient, Tensor query, Tensor key, Tensor value, Result forward) {
    passes.incrementAndGet();
    IValueVector stack =
        new IValueVector(
            new IValue(contextGradient),
            new IValue(query),
            new IValue(repeated(key, query)),
            new IValue(repeated(value, query)),
            new IValue(forward.context()),
            new IValue(forward.state().getFirst()),
            new IValue(0.0),
            new IValue(true),
            new IValue(),
            new IValue(1.0));
    call(NAME + "_backward", stack);
    return new Gradients(
        result(stack, 0), summed(result(stack, 1), key), summed(result(stack, 2), key));
  }

  private static Tensor repeated(Tensor shared, Tensor query) {
    long groups = query.size(1) / shared.size(1);
    return shared
        .unsqueeze(2)
        .expand(shared.size(0), shared.size(1), groups, shared.size(2), shared.size(3))
        .reshape(query.sizes());
  }

  private static Tensor summed(Tensor gradient, Tensor shared) {
    Tensor groups =
        gradient.reshape(shared.size(0), shared.size(1), -1, shared.size(2), shared.size(3));
    return groups.sum(new long[] {2}, false, Types.none());
  }

  private static void call(String operator, IValueVector stack) {
    Dispatcher.singleton().findSchemaOrThrow(operator, "").callBoxed(stack);
  }

  private static Tensor result(IValueVector stack, int index) {
    return new Tensor(stack.get(index).toTensor());
  }
}
