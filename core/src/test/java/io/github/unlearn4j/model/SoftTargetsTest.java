package io.github.unlearn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.weights.SafetensorsFile;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Learning distributions: three properties that fix the gradient. */
class SoftTargetsTest {
  private static final long ROWS = 48;

  private PointerScope scope;
  private Decoder decoder;
  private Tensor ids;
  private Tensor labels;

  @BeforeEach
  void load() {
    scope = new PointerScope();
    decoder = Decoder.loadForTraining(Golden.family("llama"), ComputeType.FLOAT32);
    try (SafetensorsFile expected =
        SafetensorsFile.open(Golden.family("llama").resolve("expected.safetensors"))) {
      ids = expected.tensor("input_ids").clone();
    }
    long[] all = new long[(int) ROWS];
    Arrays.setAll(all, row -> row % 5 == 0 ? -100 : (row * 7) % 96);
    labels = Torch.longs(all, ROWS);
  }

  @AfterEach
  void close() {
    decoder.close();
    scope.close();
  }

  @Test
  void theModelsOwnDistributionIsNothingToLearn() {
    Tensor probabilities = decoder.logits(decoder.hidden(ids)).softmax(1);
    var likeliest = probabilities.topk(8);
    double plain = gradientNorm(null);

    double own = gradientNorm(new Decoder.SoftTargets(likeliest.get1(), likeliest.get0()));

    assertThat(own).isLessThan(plain * 1e-5);
  }

  @Test
  void allProbabilityOnOneTokenIsAHardLabel() {
    decoder.addGradient(ids, labels, 1);
    Tensor hard = decoder.parameters().gradient().clone();
    decoder.parameters().gradient().zero_();
    Tensor column = labels.clamp_min(Torch.scalar(0)).to(torch.ScalarType.Long).unsqueeze(1);
    Tensor certain = torch.ones(new long[] {ROWS, 1});

    decoder.addGradient(ids, labels, new Decoder.SoftTargets(column, certain), 1);

    Tensor difference = decoder.parameters().gradient().sub(hard);
    assertThat(difference.norm().item_double() / hard.norm().item_double()).isLessThan(1e-4);
  }

  @Test
  void theGradientIsTheSlopeOfTheLoss() {
    Tensor named = torch.arange(Torch.scalar(ROWS * 3)).view(ROWS, 3).remainder(Torch.scalar(96));
    Tensor chosen = named.to(torch.ScalarType.Long);
    Tensor target = torch.full(new long[] {ROWS, 3}, Torch.scalar(0.25));
    Decoder.SoftTargets soft = new Decoder.SoftTargets(chosen, target);
    decoder.addGradient(ids, labels, soft, 1);
    Tensor slope = decoder.parameters().gradient().clone();
    double length = slope.norm().item_double();
    Tensor direction = slope.mul(Torch.scalar(1 / length));
    double step = 1e-3;

    decoder.parameters().master().add_(direction, Torch.scalar(step));
    double above = decoder.addGradient(ids, labels, soft, 1);
    decoder.parameters().master().add_(direction, Torch.scalar(-2 * step));
    double below = decoder.addGradient(ids, labels, soft, 1);

    assertThat((above - below) / (2 * step)).isCloseTo(length, within(length * 5e-3));
  }

  private double gradientNorm(Decoder.SoftTargets soft) {
    decoder.parameters().gradient().zero_();
    decoder.addGradient(ids, labels, soft, 1);
    return decoder.parameters().gradient().norm().item_double();
  }
}
