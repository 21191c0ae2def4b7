package io.github.unlearn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.unlearn4j.kernels.FlashAttention;
import io.github.unlearn4j.kernels.FusedAttention;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.tensor.Cards;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A graphics card against transformers; bench/gpu.md says how to run it. */
@Tag("device")
class CardParityTest extends DeviceParity {
  private static final Device CARD = Device.cuda(0);

  @BeforeEach
  void findACard() {
    Cards cards = Cards.probe();
    assumeTrue(
        !cards.list().isEmpty(),
        () ->
            "not run: no graphics card; natives %s %s".formatted(cards.natives(), cards.problem()));
  }

  @Override
  Device device() {
    return CARD;
  }

  @Test
  void everythingLiesOnTheCard() {
    try (Decoder decoder =
        Decoder.loadForTraining(Golden.family("llama"), ComputeType.BFLOAT16.on(CARD))) {
      assertThat(decoder.trained().master().is_cuda()).isTrue();
      assertThat(decoder.trained().gradient().is_cuda()).isTrue();
      assertThat(decoder.parameters().exact().values()).allMatch(Tensor::is_cuda);
    }
  }

  /**
   * softmax(q kᵀ) v of 2 sequences, 6 query heads on 2 key/value heads, and all three gradients.
   */
  @Test
  void flashAttentionIsSoftmaxOfGroupedHeadsAndItsGradients() {
    try (PointerScope scope = new PointerScope()) {
      Tensor query = random(2, 6, 200, 64).mul(Torch.scalar(1 / 8.0));
      Tensor key = random(2, 2, 200, 64);
      Tensor value = random(2, 2, 200, 64);
      Tensor given = random(2, 6, 200, 64);
      FlashAttention attention = new FlashAttention();

      FusedAttention.Result forward = attention.forward(narrow(query), narrow(key), narrow(value));
      FusedAttention.Gradients gradients =
          attention.backward(narrow(given), narrow(query), narrow(key), narrow(value), forward);

      Tensor keys = repeated(key);
      Tensor values = repeated(value);
      Tensor hidden = torch.ones(200, 200).triu(1).mul(Torch.scalar(-1e9));
      Tensor p = query.matmul(keys.transpose(2, 3)).add(hidden).softmax(3);
      Tensor dp = given.matmul(values.transpose(2, 3));
      Tensor inner = p.mul(dp).sum(new long[] {3}, true, new ScalarTypeOptional());
      Tensor scores = dp.sub(inner).mul(p);
      assertClose(forward.context(), p.matmul(values));
      assertClose(gradients.query(), scores.matmul(keys));
      assertClose(gradients.key(), grouped(scores.transpose(2, 3).matmul(query)));
      assertClose(gradients.value(), grouped(p.transpose(2, 3).matmul(given)));
    }
  }

  /** Numbers that bfloat16 holds exactly, on the CPU. */
  private static Tensor random(long... shape) {
    return torch.randn(shape).to(ScalarType.BFloat16).to(ScalarType.Float);
  }

  private static Tensor narrow(Tensor tensor) {
    return CARD.take(tensor.to(ScalarType.BFloat16));
  }

  private static Tensor repeated(Tensor shared) {
    return shared.repeat_interleave(3, new LongOptional(1), new LongOptional());
  }

  private static Tensor grouped(Tensor heads) {
    return heads.view(2, 2, 3, 200, 64).sum(new long[] {2}, false, new ScalarTypeOptional());
  }

  private static void assertClose(Tensor ours, Tensor reference) {
    Tensor host = Torch.onHost(ours.to(ScalarType.Float));
    double error = host.sub(reference).norm().item_double() / reference.norm().item_double();
    assertThat(error).isLessThan(0.01);
  }
}
