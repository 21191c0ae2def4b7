package io.github.unlearn4j.kernels;

import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * FlashAttention (Dao 2023) as the library has it for NVIDIA's cards from compute capability 8.0.
 * Its two operators have no Java method and are called by name; the order of their arguments is
 * that of the library's native_functions.yaml.
 */
public final class FlashAttention implements FusedAttention {
  static final String FORWARD = "aten::_scaled_dot_product_flash_attention";
  static final String BACKWARD = "aten::_scaled_dot_product_flash_attention_backward";

  private static final int LARGEST_HEAD = 256;
  private static final double NO_DROPOUT = 0;
  private static final double ALREADY_SCALED = 1;

  @Override
  public boolean takes(ScalarType type, int headSize) {
    return type == ScalarType.BFloat16 && headSize % 8 == 0 && headSize <= LARGEST_HEAD;
  }

  @Override
  public Result forward(Tensor query, Tensor key, Tensor value) {
    IValueVector stack = forwardArguments(query, key, value);
    operator(FORWARD).callBoxed(stack);
    // context, log sums, sequence starts (2), longest (2), seed and offset of a dropout, a mask
    return new Result(
        result(stack, 0), List.of(result(stack, 1), result(stack, 6), result(stack, 7)));
  }

  @Override
  public Gradients backward(
      Tensor contextGradient, Tensor query, Tensor key, Tensor value, Result forward) {
    IValueVector stack = backwardArguments(contextGradient, query, key, value, forward);
    operator(BACKWARD).callBoxed(stack);
    return new Gradients(result(stack, 0), result(stack, 1), result(stack, 2));
  }

  static IValueVector forwardArguments(Tensor query, Tensor key, Tensor value) {
    return new IValueVector(
        new IValue(query),
        new IValue(key),
        new IValue(value),
        new IValue(NO_DROPOUT),
        new IValue(true), // causal
        new IValue(false), // no mask for debugging
        new IValue(ALREADY_SCALED));
  }

  static IValueVector backwardArguments(
      Tensor contextGradient, Tensor query, Tensor key, Tensor value, Result forward) {
    IValue noStarts = new IValue(new Tensor()); // sequences are not packed behind one another
    return new IValueVector(
        new IValue(contextGradient),
        new IValue(query),
        new IValue(key),
        new IValue(value),
        new IValue(forward.context()),
        new IValue(forward.state().get(0)),
        noStarts,
        noStarts,
        new IValue(query.size(2)),
        new IValue(key.size(2)),
        new IValue(NO_DROPOUT),
        new IValue(true), // causal
        new IValue(forward.state().get(1)),
        new IValue(forward.state().get(2)),
        new IValue(ALREADY_SCALED));
  }

  /** A handle of its own: the one that the stack gives dies with the stack. */
  private static Tensor result(IValueVector stack, int index) {
    return new Tensor(stack.get(index).toTensor());
  }

  static OperatorHandle operator(String name) {
    return Dispatcher.singleton().findSchemaOrThrow(name, "");
  }
}
