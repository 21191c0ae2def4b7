package io.github.unlearn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  @TempDir Path root;
  private Path folder;
  private Path companions;

  @BeforeEach
  void makeCompanions() throws IOException {
    folder = root.resolve("model");
    companions = Files.createDirectory(root.resolve("origin"));
    for (String name :
        List.of("tokenizer.json", "chat_template.jinja", "generation_config.json", "LICENSE")) {
      Files.writeString(companions.resolve(name), name);
    }
    Files.writeString(companions.resolve("README.md"), "of the old model");
    Files.writeString(companions.resolve("model.safetensors"), "old weights");
  }

  @Test
  void a_written_folder_reads_back_with_its_companions() {
    try (var _ = new PointerScope()) {
      Checkpoint.write(folder, config(false), tensors(ScalarType.BFloat16), companions);
    }

    try (var _ = new PointerScope();
        Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.names()).containsExactly(HEAD, EMBEDDING, "model.norm.weight");
      assertThat(checkpoint.has(HEAD)).isTrue();
      assertThat(checkpoint.has("model.layers.0")).isFalse();
      assertThat(checkpoint.type(EMBEDDING)).isEqualTo(SafetensorsType.BF16);
      assertThat(checkpoint.shape(EMBEDDING)).containsExactly(3, 2);
      assertThat(SafetensorsFileTest.doubles(checkpoint.tensor(EMBEDDING)))
          .containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(checkpoint.config().path("model_type").asText()).isEqualTo("llama");
    }
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "config.json",
            "model.safetensors",
            "tokenizer.json",
            "chat_template.jinja",
            "generation_config.json",
            "LICENSE");
    assertThat(root.toFile().list()).containsExactlyInAnyOrder("model", "origin");
  }

  @Test
  void the_config_says_which_format_was_written_under_the_keys_it_uses() {
    ObjectNode modern = config(false);
    modern.remove("torch_dtype");
    modern.put("dtype", "float32");

    assertThat(written(config(false), ScalarType.BFloat16).path("torch_dtype").asText())
        .isEqualTo("bfloat16");
    JsonNode half = written(modern, ScalarType.Half);
    assertThat(half.path("dtype").asText()).isEqualTo("float16");
    assertThat(half.has("torch_dtype")).isFalse();
    assertThat(modern.path("dtype").asText()).as("the argument").isEqualTo("float32");
  }

  @Test
  void a_tied_head_is_stored_once() {
    try (var _ = new PointerScope()) {
      Checkpoint.write(folder, config(true), tensors(ScalarType.Float), companions);
    }

    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.names()).containsExactly(EMBEDDING, "model.norm.weight");
    }
  }

  @Test
  void a_head_that_differs_from_the_embedding_it_is_tied_to_is_refused() {
    try (var _ = new PointerScope()) {
      Map<String, Tensor> tensors = tensors(ScalarType.Float);
      tensors.put(HEAD, torch.zeros(3, 2));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> Checkpoint.write(folder, config(true), tensors, companions))
          .withMessageContaining("differ");
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void large_checkpoints_are_split_into_shards_that_read_as_one() {
    try (var _ = new PointerScope()) {
      writeShards(40);
    }

    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "config.json",
            "model.safetensors.index.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors");
    JsonNode index = Json.read(folder.resolve(ShardIndex.NAME));
    assertThat(index.path("metadata").path("total_size").asLong()).isEqualTo(56);
    try (var _ = new PointerScope();
        Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.names()).hasSize(3);
      assertThat(SafetensorsFileTest.doubles(checkpoint.tensor("model.norm.weight")))
          .containsExactly(1, 1);
    }
  }

  @Test
  void an_older_folder_stays_when_writing_fails() throws IOException {
    try (var _ = new PointerScope()) {
      Checkpoint.write(folder, config(false), tensors(ScalarType.Float), companions);
      byte[] before = Files.readAllBytes(folder.resolve("model.safetensors"));

      assertThatExceptionOfType(UserError.class)
          .isThrownBy(
              () ->
                  Checkpoint.write(
                      folder, config(false), tensors(ScalarType.Half), root.resolve("gone")))
          .withMessageContaining("missing folder");

      assertThat(Files.readAllBytes(folder.resolve("model.safetensors"))).isEqualTo(before);
      assertThat(root.toFile().list()).containsExactlyInAnyOrder("model", "origin");
    }
  }

  @Test
  void a_folder_can_be_rewritten_from_its_own_mapped_tensors() {
    try (var _ = new PointerScope()) {
      Checkpoint.write(folder, config(false), tensors(ScalarType.Float), companions);
    }

    try (var _ = new PointerScope();
        Checkpoint checkpoint = Checkpoint.open(folder)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      checkpoint.names().forEach(name -> tensors.put(name, checkpoint.tensor(name)));
      Checkpoint.write(folder, checkpoint.config(), tensors, folder);
    }

    try (var _ = new PointerScope();
        Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(SafetensorsFileTest.doubles(checkpoint.tensor(EMBEDDING)))
          .containsExactly(0, 1, 2, 3, 4, 5);
    }
    assertThat(folder.resolve("tokenizer.json")).hasContent("tokenizer.json");
  }

  @Test
  void a_missing_folder_config_or_weight_file_is_named() throws IOException {
    refused("missing checkpoint folder", folder.toString());
    Files.createDirectory(folder);
    refused("missing file", "config.json");
    Files.writeString(folder.resolve("config.json"), "[]");
    refused("config.json", "JSON object");
    Files.writeString(folder.resolve("config.json"), "{\"model_type\":");
    refused("cannot read", "config.json");
    Files.writeString(folder.resolve("config.json"), "{}");
    refused("neither model.safetensors nor model.safetensors.index.json");
  }

  @Test
  void a_missing_shard_is_named() throws IOException {
    try (var _ = new PointerScope()) {
      writeShards(40);
    }
    Files.delete(folder.resolve("model-00002-of-00002.safetensors"));

    refused("missing file", "model-00002-of-00002.safetensors");
  }

  @Test
  void an_index_that_names_a_tensor_its_shard_lacks_is_refused() throws IOException {
    try (var _ = new PointerScope()) {
      writeShards(40);
    }
    Path index = folder.resolve(ShardIndex.NAME);
    Files.writeString(index, Files.readString(index).replace("model.norm.weight", "model.nose"));

    refused("places tensor model.nose in model-00002-of-00002.safetensors", "no such tensor");
  }

  @Test
  void an_index_that_leads_out_of_its_folder_is_refused() throws IOException {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("config.json"), "{}");
    Path index = folder.resolve(ShardIndex.NAME);
    for (String shard :
        List.of("../x.safetensors", "/x.safetensors", "a\\x.safetensors", "x.bin")) {
      Json.write(index, Map.of("weight_map", Map.of("x", shard)));
      refused("places tensor x", "not a safetensors file of this folder");
    }
    Files.writeString(index, "{\"weight_map\": {}}");
    refused("no weight_map");
  }

  @Test
  void a_tensor_the_model_needs_and_the_folder_lacks_is_named() {
    try (var _ = new PointerScope()) {
      Checkpoint.write(folder, config(false), tensors(ScalarType.Float), companions);
    }

    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThatExceptionOfType(UserError.class)
          .isThrownBy(() -> checkpoint.tensor("model.layers.0.input_layernorm.weight"))
          .withMessageContaining("model.layers.0.input_layernorm.weight")
          .withMessageContaining("model_type llama");
    }
  }

  private void writeShards(long shardBytes) {
    new CheckpointWriter(shardBytes)
        .write(
            folder,
            config(false),
            tensors(ScalarType.Float).entrySet().stream()
                .map(entry -> PendingTensor.of(entry.getKey(), entry.getValue()))
                .toList(),
            _ -> {});
  }

  private JsonNode written(JsonNode config, ScalarType type) {
    try (var _ = new PointerScope()) {
      Checkpoint.write(folder, config, tensors(type), companions);
    }
    return Json.read(folder.resolve("config.json"));
  }

  private static ObjectNode config(boolean tied) {
    return Json.json()
        .createObjectNode()
        .put("model_type", "llama")
        .put("torch_dtype", "float32")
        .put("tie_word_embeddings", tied);
  }

  private static Map<String, Tensor> tensors(ScalarType type) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(EMBEDDING, torch.arange(new Scalar(6)).to(type).view(3, 2));
    tensors.put("model.norm.weight", torch.ones(2).to(type));
    tensors.put(HEAD, torch.arange(new Scalar(6)).to(type).view(3, 2));
    return tensors;
  }

  private void refused(String... parts) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Checkpoint.open(folder).close())
        .satisfies(error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"))
        .satisfies(error -> assertThat(error.getMessage()).contains(parts));
  }
}
