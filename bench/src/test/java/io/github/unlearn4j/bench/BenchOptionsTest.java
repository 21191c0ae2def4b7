package io.github.unlearn4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.DecoderConfig;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchOptionsTest {
  private static final String SMALL =
      """
      {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 576,
       "intermediate_size": 1536, "num_hidden_layers": 30, "num_attention_heads": 9,
       "num_key_value_heads": 3, "vocab_size": 49152, "max_position_embeddings": 8192,
       "rms_norm_eps": 1e-5, "rope_theta": 100000, "tie_word_embeddings": true}
      """;

  @Test
  void everythingHasADefault() {
    BenchOptions options = BenchOptions.of(List.of("train"));

    assertThat(options.works()).containsExactly(Work.TRAIN);
    assertThat(options.pairs()).isEqualTo(5);
    assertThat(options.device()).isEqualTo("cpu");
    assertThat(options.shape()).isNull();
  }

  @Test
  void aCardAShapeAndRecomputationCanBeAskedFor() {
    BenchOptions options =
        BenchOptions.of(
            List.of("--device", "cuda:1", "--shape", "7b", "--recompute", "lora-peft", "--quick"));

    assertThat(options.device()).isEqualTo("cuda:1");
    assertThat(options.shape()).isEqualTo(RandomShape.SHAPE_7B);
    assertThat(options.recompute()).isTrue();
    assertThat(options.works()).containsExactly(Work.LORA_PEFT);
    assertThat(options.pairs()).isEqualTo(1);
  }

  @Test
  void theRecordedCommandHasEveryOptionThatWasGiven() {
    String options = "--quick --recompute --device cuda --shape 1b --model m --data d --pairs 2";

    assertThat(Setting.command(BenchOptions.of(List.of((options + " train").split(" ")))))
        .isEqualTo("bench/run " + options + " train");
    assertThat(Setting.command(BenchOptions.of(List.of("train"))))
        .isEqualTo("bench/run --pairs 5 train");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --large        | unknown option '--large'; bench/run --help names all
          --shape 7      | unknown shape '7'
          --device gpu   | device is "gpu" but must be cpu, cuda
          --pairs 0      | --pairs takes a positive number, not '0'
          --pairs        | --pairs needs a value
          trian          | unknown work 'trian'; did you mean train?
          """)
  void whatIsNotKnownIsRefused(String arguments, String message) {
    assertThatThrownBy(() -> BenchOptions.of(List.of(arguments.split(" "))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"SHAPE_360M, 0.36e9", "SHAPE_1B, 1.07e9", "SHAPE_7B, 6.7e9"})
  void aShapeHasAsManyParametersAsItsNameSays(RandomShape shape, double parameters)
      throws IOException {
    JsonNode config = shape.config(Json.json().readTree(SMALL));
    DecoderConfig decoder = DecoderConfig.of(config);

    double layer =
        (double) decoder.hiddenSize() * (decoder.heads() * decoder.headSize()) * 2
            + 2.0 * decoder.hiddenSize() * decoder.keyValueHeads() * decoder.headSize()
            + 3.0 * decoder.hiddenSize() * decoder.feedForwardSize();
    double all =
        decoder.layers() * layer + (double) decoder.vocabularySize() * decoder.hiddenSize();

    assertThat(all).isBetween(0.97 * parameters, 1.03 * parameters);
  }
}
