package io.github.unlearn4j.tensor;

import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A copy of one weight matrix in oneDNN's own blocked format. A plain weight is brought into that
 * format again by every product; with few rows that costs more than the product itself. Worth its
 * memory where the same weights serve many small products, as in generation.
 */
public final class PackedWeight implements AutoCloseable {
  private static final Map<ScalarType, Boolean> AVAILABLE = new EnumMap<>(ScalarType.class);
  private static Operators operators;

  private final Kept kept = new Kept();
  private final Tensor packed;

  private PackedWeight(Tensor packed) {
    this.packed = kept.keep(packed);
  }

  /**
   * Copies a weight.
   *
   * @param weight [out, in], on the CPU, of an {@link #available} type
   * @param rows how many rows the products will have, as a hint
   */
  public static PackedWeight of(Tensor weight, int rows) {
    try (PointerScope scope = new PointerScope()) {
      IValueVector stack = new IValueVector(new IValue(weight), new IValue((long) rows));
      operators().pack.callBoxed(stack);
      return new PackedWeight(result(stack));
    }
  }

  /** Whether this machine's library can multiply packed weights of a type: it is tried once. */
  public static synchronized boolean available(ScalarType type) {
    return AVAILABLE.computeIfAbsent(type, PackedWeight::works);
  }

  /** y = x Wᵀ + b for x [rows, in]; {@code bias} may be null. */
  public Tensor linear(Tensor x, Tensor bias) {
    Operators known = operators();
    IValue added = bias == null ? known.nothing : new IValue(bias);
    IValueVector stack =
        new IValueVector(
            new IValue(x),
            new IValue(packed),
            added,
            known.noActivation,
            known.noScalars,
            known.noAlgorithm);
    known.linear.callBoxed(stack);
    return result(stack);
  }

  @Override
  public void close() {
    kept.close();
  }

  /** A handle of its own: the one that the stack gives dies with the stack. */
  private static Tensor result(IValueVector stack) {
    return new Tensor(stack.get(0).toTensor());
  }

  private static boolean works(ScalarType type) {
    if (!torch.hasMKLDNN()) {
      return false;
    }
    try (PointerScope scope = new PointerScope();
        PackedWeight packed = of(Torch.zeros(type, 32, 32), 1)) {
      return packed.linear(Torch.zeros(type, 1, 32), null).numel() == 32;
    } catch (RuntimeException unsupported) {
      return false; // the library says so by an exception only
    }
  }

  private static synchronized Operators operators() {
    if (operators == null) {
      try (PointerScope scope = new PointerScope()) {
        operators = new Operators();
      }
    }
    return operators;
  }

  /** The two operators, which have no Java method, and their arguments that never change. */
  private static final class Operators {
    private final Kept kept = new Kept();
    private final OperatorHandle pack = operator("mkldnn::_reorder_linear_weight");
    private final OperatorHandle linear = operator("mkldnn::_linear_pointwise");
    private final IValue nothing = kept.keep(new IValue());
    private final IValue noActivation = kept.keep(new IValue("none"));
    private final IValue noAlgorithm = kept.keep(new IValue(""));
    private final IValue noScalars = kept.keep(new IValue(emptyList(linear, 4)));

    private OperatorHandle operator(String name) {
      return kept.keep(Dispatcher.singleton().findSchemaOrThrow(name, ""));
    }

    /** A list must have exactly the element type that the operator declares. */
    private static GenericList emptyList(OperatorHandle operator, int argument) {
      return new GenericList(
          operator.schema().arguments().getPointer(argument).type().get().containedType(0));
    }
  }
}
