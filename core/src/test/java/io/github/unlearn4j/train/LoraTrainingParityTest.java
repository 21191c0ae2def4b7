package io.github.unlearn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.Golden;
import io.github.unlearn4j.model.LoraFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Six steps on an adapter's pairs against PEFT with torch.optim.AdamW, float32. */
class LoraTrainingParityTest {
  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3"})
  void lossesNormsAndFinalPairsAreThoseOfPeft(String adapter) {
    Path folder = Golden.folder("lora").resolve(adapter);
    JsonNode golden = Json.read(folder.resolve("training.json"));
    TrainSettings settings =
        new TrainSettings(
            1, 0, 1e-2, TrainSettings.Schedule.CONSTANT, 0, 1, 2, 0.9, 0.98, 0.01, 1.0);
    try (Decoder decoder = LoraFixture.forTraining(folder, ComputeType.FLOAT32);
        AdamW optimiser =
            new AdamW(settings, decoder.trained().master(), decoder.trained().gradient())) {
      TrainStep step = new TrainStep(decoder, optimiser, settings, golden.path("batches").size());
      List<StepReport> reports = new ArrayList<>();
      for (JsonNode batch : golden.path("batches")) {
        List<Example> examples = new ArrayList<>();
        batch.forEach(row -> examples.add(Example.languageModelling(ids(row))));
        reports.add(step.run(reports.size(), examples));
      }

      for (int i = 0; i < reports.size(); i++) {
        double loss = golden.path("losses").get(i).asDouble();
        double norm = golden.path("gradient_norms").get(i).asDouble();
        assertThat(reports.get(i).loss()).as("loss " + i).isCloseTo(loss, within(loss * 1e-4));
        assertThat(reports.get(i).gradientNorm())
            .as("norm " + i)
            .isCloseTo(norm, within(norm * 1e-4));
      }
      try (PointerScope scope = new PointerScope()) {
        decoder
            .adapter()
            .tensors()
            .forEach(
                (name, pair) -> {
                  double norm = golden.path("final").path(name).path("norm").asDouble();
                  assertThat(pair.norm().item_double())
                      .as(name)
                      .isCloseTo(norm, within(1e-4 * norm));
                });
      }
    }
  }

  private static int[] ids(JsonNode row) {
    return StreamSupport.stream(row.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
