package io.github.unlearn4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/**
 * The card's two operators, as far as they can be looked at without a card: a library for the CPU
 * declares them too, and a call by name checks nothing.
 */
class FlashAttentionTest {
  private final FlashAttention attention = new FlashAttention();

  @Test
  void theForwardOperatorIsGivenWhatItDeclares() {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = Torch.zeros(ScalarType.BFloat16, 1, 2, 8, 64);

      assertDeclared(
          FlashAttention.FORWARD, FlashAttention.forwardArguments(tensor, tensor, tensor));
      assertThat(names(FlashAttention.FORWARD, true))
          .containsExactly(
              "query", "key", "value", "dropout_p", "is_causal", "return_debug_mask", "scale");
      // Results 0, 1, 6 and 7 are the ones that the backward operator wants back.
      assertThat(names(FlashAttention.FORWARD, false))
          .startsWith("output", "logsumexp", "cum_seq_q", "cum_seq_k", "max_q", "max_k")
          .hasSize(9);
    }
  }

  @Test
  void theBackwardOperatorIsGivenWhatItDeclares() {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = Torch.zeros(ScalarType.BFloat16, 1, 2, 8, 64);
      FusedAttention.Result forward =
          new FusedAttention.Result(tensor, List.of(tensor, tensor, tensor));

      assertDeclared(
          FlashAttention.BACKWARD,
          FlashAttention.backwardArguments(tensor, tensor, tensor, tensor, forward));
      assertThat(names(FlashAttention.BACKWARD, true))
          .containsExactly(
              "grad_out",
              "query",
              "key",
              "value",
              "out",
              "logsumexp",
              "cum_seq_q",
              "cum_seq_k",
              "max_q",
              "max_k",
              "dropout_p",
              "is_causal",
              "philox_seed",
              "philox_offset",
              "scale");
    }
  }

  @Test
  void tensorsOfTheProcessorAreRefusedByTheOperatorItself() {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = Torch.zeros(ScalarType.BFloat16, 1, 2, 8, 64);

      assertThatThrownBy(() -> attention.forward(tensor, tensor, tensor))
          .hasMessageContaining("_scaled_dot_product_flash_attention")
          .hasMessageContaining("'CPU' backend");
    }
  }

  @Test
  void onlyHeadsThatTheOperatorCanDoAreTaken() {
    assertThat(attention.takes(ScalarType.BFloat16, 64)).isTrue();
    assertThat(attention.takes(ScalarType.BFloat16, 100)).isFalse();
    assertThat(attention.takes(ScalarType.BFloat16, 512)).isFalse();
    assertThat(attention.takes(ScalarType.Float, 64)).isFalse();
  }

  /** As many arguments as declared, each of the declared type (an int may stand for a SymInt). */
  private static void assertDeclared(String operator, IValueVector given) {
    List<String> arguments = declared(operator, true);
    assertThat(given.size()).isEqualTo(arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      IValue value = given.get(i);
      boolean fits =
          switch (arguments.get(i).replaceAll("[? ].*", "")) {
            case "Tensor" -> value.isTensor();
            case "float" -> value.isDouble();
            case "bool" -> value.isBool();
            case "int", "SymInt" -> value.isInt();
            default -> false;
          };
      assertThat(fits).as(arguments.get(i)).isTrue();
    }
  }

  private static List<String> names(String operator, boolean arguments) {
    return declared(operator, arguments).stream()
        .map(each -> each.replaceAll(".* |=.*", ""))
        .toList();
  }

  /**
   * Type and name of each argument, or result: {@code name(Tensor query, …) -> (Tensor output)}.
   */
  private static List<String> declared(String operator, boolean arguments) {
    String schema = torch.toString(FlashAttention.operator(operator).schema()).getString();
    String[] sides = schema.split(" -> ");
    String side = sides[arguments ? 0 : 1];
    return Arrays.stream(side.substring(side.indexOf('(') + 1, side.lastIndexOf(')')).split(", "))
        .filter(each -> !each.equals("*"))
        .toList();
  }
}
