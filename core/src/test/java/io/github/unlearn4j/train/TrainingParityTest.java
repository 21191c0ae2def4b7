package io.github.unlearn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Golden;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten steps against transformers with torch.optim.AdamW, float32. */
class TrainingParityTest {
  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen3"})
  void tenLossesNormsAndFinalWeightsAreThoseOfTheReference(String family) {
    JsonNode golden = Json.read(Golden.family(family).resolve("training.json"));
    try (Decoder decoder = Decoder.loadForTraining(Golden.family(family), ComputeType.FLOAT32)) {
      TrainSettings settings =
          new TrainSettings(
              1, 10, 1e-3, TrainSettings.Schedule.LINEAR, 0, 1, 2, 0.9, 0.98, 0.01, 1.0);
      List<StepReport> reports = new ArrayList<>();
      try (AdamW optimiser =
          new AdamW(settings, decoder.parameters().master(), decoder.parameters().gradient())) {
        TrainStep step = new TrainStep(decoder, optimiser, settings, 10);
        for (JsonNode batch : golden.path("batches")) {
          List<Example> examples = new ArrayList<>();
          batch.forEach(row -> examples.add(Example.languageModelling(ids(row))));
          reports.add(step.run(reports.size(), examples));
        }
      }

      for (int i = 0; i < 10; i++) {
        double loss = golden.path("losses").get(i).asDouble();
        double norm = golden.path("gradient_norms").get(i).asDouble();
        assertThat(reports.get(i).loss()).as("loss " + i).isCloseTo(loss, within(loss * 1e-4));
        assertThat(reports.get(i).gradientNorm())
            .as("norm " + i)
            .isCloseTo(norm, within(norm * 1e-4));
        assertThat(reports.get(i).learningRate())
            .isCloseTo(golden.path("learning_rates").get(i).asDouble(), within(1e-12));
      }
      try (PointerScope scope = new PointerScope()) {
        decoder
            .parameters()
            .exact()
            .forEach(
                (name, weight) -> {
                  double norm = golden.path("final_weights").path(name).path("norm").asDouble();
                  assertThat(weight.norm().item_double())
                      .as(name)
                      .isCloseTo(norm, within(norm * 1e-4));
                });
      }
    }
  }

  private static int[] ids(JsonNode row) {
    int[] ids = new int[row.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = row.get(i).asInt();
    }
    return ids;
  }
}
