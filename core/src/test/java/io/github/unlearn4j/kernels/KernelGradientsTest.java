package io.github.unlearn4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.tensor.Torch;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Both kernels' gradients against the library's own automatic ones. */
class KernelGradientsTest {
  static final List<Kernels> KERNELS = List.of(new TorchKernels(), new VectorKernels(0));

  private PointerScope scope;

  @BeforeEach
  void open() {
    Torch.start();
    torch.manual_seed(11);
    scope = new PointerScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void theNormsGradientIsTheAutomaticOne(Kernels kernels) {
    Tensor x = torch.randn(9, 21);
    Tensor w = torch.randn(21);
    Tensor given = torch.randn(9, 21);
    Tensor expected = automatic(x, given, leaf -> rms(leaf).mul(w));
    Tensor expectedByWeight = automatic(w, given, leaf -> rms(x).mul(leaf));
    NormWeight weight = new NormWeight(w, torch.zeros(21), 1e-5);
    Tensor inverse = torch.empty(9);
    Tensor gradient = torch.zeros(9, 21);
    kernels.norm(weight, x, inverse, torch.empty(9, 21));

    kernels.normGradient(weight, x, inverse, given.clone(), gradient, gradient);

    assertClose(gradient, expected);
    assertClose(weight.gradient(), expectedByWeight);
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void theGatesGradientIsTheAutomaticOne(Kernels kernels) {
    Tensor both = torch.randn(6, 2 * 19);
    Tensor given = torch.randn(6, 19);
    Tensor expected =
        automatic(
            both, given, leaf -> torch.silu(leaf.narrow(1, 0, 19)).mul(leaf.narrow(1, 19, 19)));

    kernels.gateGradient(both, given.clone());

    assertClose(both, expected);
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void theSoftmaxsGradientIsTheAutomaticOneWithinAWindow(Kernels kernels) {
    Strip strip = Strip.of(140, 50).get(1);
    Tensor scores = torch.randn(2, strip.times(), strip.keys());
    Tensor given = torch.randn(2, strip.times(), strip.keys());
    int diagonal = strip.from() - strip.firstKey();
    Tensor visible = torch.ones(strip.times(), strip.keys()).tril(diagonal).triu(diagonal - 49);
    Tensor hidden = visible.eq(Torch.scalar(0));
    Tensor expected =
        automatic(
            scores,
            given,
            leaf -> torch.softmax(leaf.masked_fill(hidden, Torch.scalar(-1e30)), -1));
    Tensor probabilities = scores.clone();
    kernels.causalSoftmax(strip, probabilities);

    kernels.causalSoftmaxGradient(strip, probabilities, given);

    assertClose(given, expected);
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void theLosssGradientIsTheAutomaticOne(Kernels kernels) {
    Tensor logits = torch.randn(7, 53);
    Tensor labels = Torch.longs(new long[] {0, 52, 7, 3, 3, 20, 51}, 7);
    Tensor picked = labels.unsqueeze(1);
    Tensor given = torch.full(new long[] {7, 1}, Torch.scalar(-0.25));
    Tensor expected =
        automatic(logits, given, leaf -> torch.log_softmax(leaf, 1).gather(1, picked));

    kernels.loss(logits, new LossTargets(labels, null, null), 0.25);

    assertClose(logits, expected);
  }

  /** Gradient by {@code at} of Σ given · function. */
  private static Tensor automatic(Tensor at, Tensor given, Function<Tensor, Tensor> function) {
    Tensor leaf = at.detach().clone().set_requires_grad(true);
    function.apply(leaf).mul(given).sum().backward();
    return leaf.grad().detach();
  }

  private static Tensor rms(Tensor x) {
    Tensor square =
        x.mul(x).mean(new long[] {-1}, true, new org.bytedeco.pytorch.ScalarTypeOptional());
    return x.mul(square.add(Torch.scalar(1e-5)).rsqrt());
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.scalar_type().intern()).isEqualTo(ScalarType.Float);
    assertThat(actual.sub(expected).norm().item_double())
        .isLessThan(1e-5 * (1 + expected.norm().item_double()));
  }
}
