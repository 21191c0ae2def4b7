package io.github.unlearn4j.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.weights.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SmolLM2-135M-Instruct, whose GGUF file the environment names under UNLEARN4J_SMOLLM2_GGUF. */
@Tag("real")
class RealImportTest {
  private static final JsonNode EXPECTED =
      Json.read(Path.of("src/test/golden/smollm2/import.json"));

  @TempDir static Path root;
  private static Path folder;

  @BeforeAll
  static void importModel() {
    String name = System.getenv("UNLEARN4J_SMOLLM2_GGUF");
    assumeTrue(
        name != null && Files.isRegularFile(Path.of(name)),
        "not run: UNLEARN4J_SMOLLM2_GGUF does not name the GGUF file");
    folder = root.resolve("smollm2");
    GgufImport.run(Path.of(name), folder, Progress.silent());
  }

  @Test
  void every_tensor_is_the_one_that_transformers_makes_of_the_file() {
    JsonNode tensors = EXPECTED.path("tensors");
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.names()).hasSize(tensors.size());
      for (Map.Entry<String, JsonNode> entry : tensors.properties()) {
        try (var _ = new PointerScope()) {
          checkTensor(checkpoint, entry.getKey(), entry.getValue());
        }
      }
    }
  }

  private static void checkTensor(Checkpoint checkpoint, String name, JsonNode expected) {
    long[] shape = Json.json().convertValue(expected.path("shape"), long[].class);
    Tensor values = checkpoint.tensor(name).to(ScalarType.Double).flatten();
    double squares = expected.path("square_sum").asDouble();
    assertThat(checkpoint.shape(name)).as(name).containsExactly(shape);
    assertThat(values.sum().item_double())
        .as("sum of " + name)
        .isCloseTo(expected.path("sum").asDouble(), within(1e-9 * squares + 1e-9));
    assertThat(values.square().sum().item_double())
        .as("squares of " + name)
        .isCloseTo(squares, within(1e-9 * squares));
    for (int index = 0; index < expected.path("places").size(); index++) {
      long place = expected.path("places").path(index).asLong();
      assertThat(values.select(0, place).item_double())
          .as("%s at %d", name, place)
          .isEqualTo(expected.path("numbers").path(index).asDouble());
    }
  }

  @Test
  void the_tokenizer_gives_the_ids_of_the_model_s_own_definition() {
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      for (JsonNode sample : EXPECTED.path("texts")) {
        int[] ids = Json.json().convertValue(sample.path("ids"), int[].class);
        assertThat(tokenizer.encode(sample.path("text").asText(), true).ids())
            .as(sample.path("text").asText())
            .containsExactly(ids);
      }
    }
  }
}
