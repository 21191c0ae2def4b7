package io.github.unlearn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterFolderTest {
  private static final Path LLAMA = Golden.folder("lora").resolve("llama");
  private static final Path BASE = Golden.family("llama3-rope");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"LORA\" | \"IA3\" | peft_type is 'IA3'; known: LORA",
        "\"r\": 4 | \"r\": 0 | r is 0 but must be a whole number above 0",
        "\"r\": 4 | \"r\": 5 | but this base and rank ask for [5, 40]",
        "\"lora_alpha\": 8 | \"lora_alpha\": -8 | lora_alpha is -8 but must be above 0",
        "\"bias\": \"none\" | \"bias\": \"all\" | trained biases are not supported",
        "\"use_dora\": false | \"use_dora\": true | use_dora is not supported",
        "\"rank_pattern\": {} | \"rank_pattern\": {\"q\": 2} | rank_pattern is not supported",
        "../../families/llama3-rope | some/name | base_model_name_or_path is 'some/name', which is",
      })
  void whatThisProgramCannotComputeIsRefused(String from, String to, String message)
      throws IOException {
    Path copy = copy(from, to);

    assertThatThrownBy(() -> Decoder.load(copy, ComputeType.FLOAT32))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  @Test
  void anAdapterForABaseOfAnotherShapeIsRefusedWithTheTensor() {
    assertThatThrownBy(
            () -> LoraDecoder.load(Golden.family("llama"), LLAMA, ComputeType.FLOAT32).close())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("k_proj.lora_B.weight has shape [16, 4]")
        .hasMessageContaining("the adapter was made for another base");
  }

  @Test
  void anAdapterWithAnotherNamedBaseIsNoticed() {
    assertThat(AdapterFolder.namesAnotherBase(LLAMA, BASE)).isFalse();
    assertThat(AdapterFolder.namesAnotherBase(LLAMA, Golden.family("llama"))).isTrue();
  }

  @Test
  void aRankAboveAProjectionsDimensionsIsRefusedWithTheLargestPossible() {
    LoraSettings wide = new LoraSettings(17, 16, List.of("q_proj", "v_proj"));

    assertThatThrownBy(() -> LoraDecoder.forTraining(BASE, ComputeType.FLOAT32, wide, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("lora.rank is 17 but model.layers.0.self_attn.v_proj is 16 x 32")
        .hasMessageContaining("choose a rank of at most 16");
  }

  @Test
  void aModuleNameThatMatchesNothingIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> new LoraSettings(4, 8, List.of("qproj")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nothing is called 'qproj'; did you mean q_proj?")
        .hasMessageContaining("there are: q_proj, k_proj, v_proj, o_proj, gate_proj");
  }

  private Path copy(String from, String to) throws IOException {
    String config = Files.readString(LLAMA.resolve("adapter_config.json"));
    assertThat(config).contains(from);
    Files.copy(
        LLAMA.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
    String absolute = BASE.toAbsolutePath().toString();
    Files.writeString(
        folder.resolve("adapter_config.json"),
        config.replace(from, to).replace("../../families/llama3-rope", absolute));
    return folder;
  }
}
