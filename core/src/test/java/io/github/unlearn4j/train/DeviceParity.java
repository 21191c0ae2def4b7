package io.github.unlearn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Generator;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.tensor.Torch;
import io.github.unlearn4j.weights.SafetensorsFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every device must compute alike, within the rounding of its number format: the numbers of
 * transformers. On the processor the same bounds are held in every build, so that a card that
 * misses them is wrong, and not the bounds.
 */
abstract class DeviceParity {
  private static final int VOCABULARY = 96;

  abstract Device device();

  private ComputeType float32() {
    return ComputeType.FLOAT32.on(device());
  }

  private ComputeType bfloat16() {
    return ComputeType.BFLOAT16.on(device());
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama-tied", "mistral-window", "qwen2", "qwen3"})
  void logitsAreThoseOfTransformers(String family) {
    assertThat(logitsError(family, float32())).isLessThan(1e-4);
    assertThat(logitsError(family, bfloat16())).isLessThan(0.02);
  }

  /** |ours − theirs| / |theirs| over all logits. */
  private static double logitsError(String family, ComputeType compute) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(Golden.family(family), compute);
        SafetensorsFile expected = expected(family)) {
      Tensor logits = decoder.logits(decoder.hidden(expected.tensor("input_ids")));
      return error(
          Torch.onHost(logits), expected.tensor("logits").contiguous().view(-1, VOCABULARY));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama-tied", "mistral-window", "qwen2", "qwen3"})
  void everyGradientIsThatOfTransformers(String family) {
    assertThat(gradientError(family, float32()).worst()).isLessThan(1e-4);
    assertThat(gradientError(family, bfloat16()).whole()).isLessThan(0.06);
  }

  /** |ours − theirs| / |theirs|, the largest of any parameter and of all numbers together. */
  private record GradientError(double worst, double whole) {}

  private static GradientError gradientError(String family, ComputeType compute) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.loadForTraining(Golden.family(family), compute);
        SafetensorsFile expected = expected(family);
        SafetensorsFile gradients =
            SafetensorsFile.open(Golden.family(family).resolve("gradients.safetensors"))) {
      Tensor targets = expected.tensor("targets").contiguous().view(-1);
      long trained = Arrays.stream(Torch.toLongs(targets)).filter(label -> label >= 0).count();
      decoder.addGradient(expected.tensor("input_ids"), targets, 1.0 / trained);

      double worst = 0;
      double wrong = 0;
      double all = 0;
      for (Map.Entry<String, Tensor> ours : decoder.parameters().gradients().entrySet()) {
        Tensor theirs = gradients.tensor(ours.getKey());
        double difference = Torch.onHost(ours.getValue()).sub(theirs).norm().item_double();
        double norm = theirs.norm().item_double();
        worst = Math.max(worst, difference / norm);
        wrong += difference * difference;
        all += norm * norm;
      }
      return new GradientError(worst, Math.sqrt(wrong / all));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen3"})
  void tenLossesAreThoseOfTransformersWithAdamW(String family) {
    tenLosses(family, float32(), 1e-4);
    tenLosses(family, bfloat16(), 2e-3);
  }

  private static void tenLosses(String family, ComputeType compute, double bound) {
    JsonNode golden = Json.read(Golden.family(family).resolve("training.json"));
    TrainSettings settings =
        new TrainSettings(
            1, 10, 1e-3, TrainSettings.Schedule.LINEAR, 0, 1, 2, 0.9, 0.98, 0.01, 1.0);
    try (Decoder decoder = Decoder.loadForTraining(Golden.family(family), compute);
        AdamW optimiser =
            new AdamW(settings, decoder.trained().master(), decoder.trained().gradient())) {
      TrainStep step = new TrainStep(decoder, optimiser, settings, 10);
      for (int i = 0; i < 10; i++) {
        List<Example> examples = new ArrayList<>();
        golden
            .path("batches")
            .get(i)
            .forEach(row -> examples.add(Example.languageModelling(ids(row))));
        double loss = golden.path("losses").get(i).asDouble();

        assertThat(step.run(i, examples).loss())
            .as("loss %d, %s", i, compute)
            .isCloseTo(loss, within(bound * loss));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama-tied", "mistral-window", "qwen2", "qwen3"})
  void greedyTokensAreThoseOfTransformers(String family) {
    try (PointerScope scope = new PointerScope();
        Decoder decoder = Decoder.load(Golden.family(family), float32());
        SafetensorsFile expected = expected(family)) {
      List<int[]> greedy = rows(expected.tensor("greedy"));
      Generator.Options options = new Generator.Options(greedy.getFirst().length, 0, 0, new int[0]);

      assertThat(Generator.generate(decoder, rows(expected.tensor("input_ids")), options))
          .containsExactlyElementsOf(greedy);
    }
  }

  private static SafetensorsFile expected(String family) {
    return SafetensorsFile.open(Golden.family(family).resolve("expected.safetensors"));
  }

  private static double error(Tensor ours, Tensor theirs) {
    return ours.sub(theirs).norm().item_double() / theirs.norm().item_double();
  }

  private static List<int[]> rows(Tensor ids) {
    long[] values = Torch.toLongs(ids);
    int time = (int) ids.size(1);
    List<int[]> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += time) {
      rows.add(Arrays.stream(values, from, from + time).mapToInt(Math::toIntExact).toArray());
    }
    return rows;
  }

  private static int[] ids(JsonNode row) {
    return StreamSupport.stream(row.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
