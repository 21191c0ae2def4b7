package io.github.unlearn4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.weights.SafetensorsFile;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecomputeTest {
  @ParameterizedTest
  @CsvSource({"qwen3, Float, 0", "llama3-rope, BFloat16, 0", "llama3-rope, BFloat16, 4"})
  void gradientsAreTheSameBitForBitWhetherLayersAreKeptOrComputedAgain(
      String family, ScalarType format, int rank) {
    ComputeType compute = new ComputeType(format, Device.CPU);
    Path folder = Golden.family(family);
    LoraSettings lora = new LoraSettings(rank, 16, LoraSettings.MODULES);
    try (PointerScope scope = new PointerScope();
        Decoder decoder = LoraDecoder.forTraining(folder, compute, lora, 1);
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
      Tensor ids = expected.tensor("input_ids");
      Tensor targets = expected.tensor("targets").contiguous().view(-1);

      double keptLoss = decoder.addGradient(ids, targets, 0.1);
      float[] kept = Torch.toFloats(decoder.trained().gradient());
      decoder.trained().gradient().zero_();
      decoder.recompute(true);
      double again = decoder.addGradient(ids, targets, 0.1);

      assertThat(again).isEqualTo(keptLoss);
      assertThat(Torch.toFloats(decoder.trained().gradient())).isEqualTo(kept);
      assertThat(decoder.trained().gradient().norm().item_double()).isPositive();
    }
  }
}
