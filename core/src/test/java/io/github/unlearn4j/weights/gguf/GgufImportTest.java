package io.github.unlearn4j.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.text.Tokenizer;
import io.github.unlearn4j.weights.Checkpoint;
import io.github.unlearn4j.weights.SafetensorsType;
import io.github.unlearn4j.weights.gguf.ImportSettings.NumberFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufImportTest {
  private static final Path GOLDEN = Path.of("src/test/golden/gguf");
  private static final JsonNode EXPECTED = Json.read(GOLDEN.resolve("expected.json"));

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "smollm", "llama3", "qwen2", "qwen3"})
  void a_model_comes_out_with_the_settings_weights_and_token_ids_it_was_made_with(String name) {
    JsonNode expected = EXPECTED.path("models").path(name);
    Path folder = root.resolve(name);

    GgufImport.run(GOLDEN.resolve(name + ".gguf"), folder, Progress.silent());

    checkConfig(folder, expected.path("config"));
    checkWeights(folder, expected.path("weights"));
    checkTokens(folder, expected.path("ids"));
  }

  @Test
  void the_chat_template_and_the_ids_that_end_a_text_are_kept() {
    Path folder = root.resolve("smollm");

    GgufImport.run(GOLDEN.resolve("smollm.gguf"), folder, Progress.silent());

    JsonNode tokenizer = Json.read(folder.resolve("tokenizer_config.json"));
    JsonNode generation = Json.read(folder.resolve("generation_config.json"));
    assertThat(tokenizer.path("chat_template").asText()).isEqualTo("{{ messages[0]['content'] }}");
    assertThat(tokenizer.path("eos_token").asText()).isEqualTo("<|end|>");
    assertThat(generation.path("eos_token_id").asInt()).isEqualTo(381);
    assertThat(Json.read(folder.resolve("special_tokens_map.json")).path("bos_token").asText())
        .isEqualTo("<|user|>");
  }

  @Test
  void weights_can_be_written_in_16_bits() {
    Path folder = root.resolve("small");

    GgufImport.run(
        GOLDEN.resolve("qwen2.gguf"),
        folder,
        new ImportSettings(NumberFormat.BFLOAT16),
        Progress.silent());

    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.type("model.norm.weight")).isEqualTo(SafetensorsType.BF16);
      assertThat(checkpoint.config().path("torch_dtype").asText()).isEqualTo("bfloat16");
    }
  }

  @Test
  void an_architecture_that_is_not_known_is_refused_and_an_older_folder_stays() throws IOException {
    Path file =
        GgufBytes.header(0, 1).pair("general.architecture", "mamba").write(root.resolve("m.gguf"));
    Path folder = Files.createDirectory(root.resolve("old"));
    Files.writeString(folder.resolve("config.json"), "{}");

    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> GgufImport.run(file, folder, Progress.silent()))
        .withMessageContaining("architecture mamba")
        .withMessageContaining("llama, qwen2, qwen3");
    assertThat(folder.resolve("config.json")).hasContent("{}");
    assertThat(root.toFile().list()).containsExactlyInAnyOrder("m.gguf", "old");
  }

  @Test
  void a_folder_with_other_things_is_never_replaced() throws IOException {
    Path folder = Files.createDirectory(root.resolve("mine"));
    Path file = Files.copy(GOLDEN.resolve("qwen2.gguf"), folder.resolve("qwen2.gguf"));

    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> GgufImport.run(file, folder, Progress.silent()))
        .withMessageContaining("lies in");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> GgufImport.run(GOLDEN.resolve("qwen2.gguf"), folder, Progress.silent()))
        .withMessageContaining("is no checkpoint folder");
    assertThat(file).exists();
  }

  private static void checkConfig(Path folder, JsonNode expected) {
    JsonNode config = Json.read(folder.resolve("config.json"));
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      JsonNode actual = config.path(entry.getKey());
      if (entry.getValue().isNumber()) {
        assertThat(actual.asDouble()).as(entry.getKey()).isEqualTo(entry.getValue().asDouble());
      } else {
        assertThat(actual).as(entry.getKey()).isEqualTo(entry.getValue());
      }
    }
  }

  private static void checkWeights(Path folder, JsonNode expected) {
    try (var _ = new PointerScope();
        Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.names()).hasSize(expected.size());
      for (Map.Entry<String, JsonNode> entry : expected.properties()) {
        long[] shape = Json.json().convertValue(entry.getValue(), long[].class);
        Tensor tensor = checkpoint.tensor(entry.getKey());
        float[] values = new float[Math.toIntExact(tensor.numel())];
        new FloatPointer(tensor.data_ptr()).get(values);
        assertThat(checkpoint.shape(entry.getKey())).containsExactly(shape);
        assertThat(values)
            .as(entry.getKey())
            .containsExactly(formula(entry.getKey(), values.length));
      }
    }
  }

  /** The weights of make_models.py: number k is ((7919 k + crc32(name)) mod 2001 − 1000) / 4000. */
  private static float[] formula(String name, int count) {
    CRC32 checksum = new CRC32();
    checksum.update(name.getBytes(StandardCharsets.UTF_8));
    float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = ((7919L * index + checksum.getValue()) % 2001 - 1000) / 4000f;
    }
    return values;
  }

  private static void checkTokens(Path folder, JsonNode expected) {
    JsonNode texts = EXPECTED.path("texts");
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      for (int index = 0; index < texts.size(); index++) {
        String text = texts.path(index).asText();
        int[] ids = Json.json().convertValue(expected.path(index), int[].class);
        assertThat(tokenizer.encode(text, true).ids()).as(text).containsExactly(ids);
      }
    }
  }
}
