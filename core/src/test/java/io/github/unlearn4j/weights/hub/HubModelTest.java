package io.github.unlearn4j.weights.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubModelTest {
  @Test
  void the_revision_is_main_unless_named() {
    assertThat(HubModel.parse("HuggingFaceTB/SmolLM2-135M-Instruct"))
        .isEqualTo(new HubModel("HuggingFaceTB", "SmolLM2-135M-Instruct", "main"));
    assertThat(HubModel.parse("a/b.c@refs/pr/1")).isEqualTo(new HubModel("a", "b.c", "refs/pr/1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpt2", "a/b/c", "../b", "a/..", "a/b@", "a/b c", "a/b@x/../y", "/b"})
  void anything_else_is_refused(String text) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> HubModel.parse(text))
        .satisfies(error -> assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE))
        .withMessageContaining("OWNER/NAME");
  }

  @Test
  void settings_come_from_the_environment_and_never_show_the_token() {
    HubSettings settings =
        HubSettings.fromEnvironment(
            Map.of("HF_TOKEN", " hf_secret\n", "HF_ENDPOINT", "https://mirror.example/"));

    assertThat(settings.endpoint()).hasToString("https://mirror.example");
    assertThat(settings.token()).contains("hf_secret");
    assertThat(settings.toString()).doesNotContain("hf_secret");
    assertThat(HubSettings.fromEnvironment(Map.of()).token()).isEmpty();
  }

  @Test
  void a_token_that_cannot_be_sent_is_refused_without_being_shown() {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> HubSettings.fromEnvironment(Map.of("HF_TOKEN", "hf\nsecret")))
        .withMessageContaining("HF_TOKEN")
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"huggingface.co", "ftp://x.example", "https://", "::"})
  void an_endpoint_that_is_no_address_is_refused(String endpoint) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> HubSettings.fromEnvironment(Map.of("HF_ENDPOINT", endpoint)))
        .withMessageContaining("HF_ENDPOINT is " + endpoint.replaceAll("/+$", ""));
  }
}
