package io.github.unlearn4j.weights.hub;

import io.github.unlearn4j.base.UserError;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How to speak to the hub.
 *
 * @param token sent to {@code endpoint} alone, never logged
 * @param attempts tries in a row without a new byte before giving up
 * @param firstPause before the second try; doubled before each further one
 * @param stallLimit a connection that brings nothing for so long counts as dropped
 */
public record HubSettings(
    URI endpoint, Optional<String> token, int attempts, Duration firstPause, Duration stallLimit) {
  private static final String ENDPOINT = "https://huggingface.co";

  public HubSettings {
    if (endpoint.getHost() == null
        || !("https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme()))) {
      throw UserError.badSetting(
          "HF_ENDPOINT is %s but must be an address such as %s".formatted(endpoint, ENDPOINT));
    }
    // Checked here because the HTTP client would print the value when it refuses it.
    if (token.isPresent() && !token.get().matches("[\\x21-\\x7e]+")) {
      throw UserError.badSetting(
          "HF_TOKEN holds characters that no token has; copy it again from the hub's settings");
    }
  }

  /** Takes {@code HF_ENDPOINT} and {@code HF_TOKEN}, as the hub's own tools do. */
  public static HubSettings fromEnvironment(Map<String, String> environment) {
    String endpoint = environment.getOrDefault("HF_ENDPOINT", "").strip();
    Optional<String> token =
        Optional.ofNullable(environment.get("HF_TOKEN"))
            .map(String::strip)
            .filter(s -> !s.isEmpty());
    return new HubSettings(
        address(endpoint.isEmpty() ? ENDPOINT : endpoint),
        token,
        6,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60));
  }

  private static URI address(String text) {
    try {
      return URI.create(text.replaceAll("/+$", ""));
    } catch (IllegalArgumentException problem) {
      throw UserError.badSetting(
          "HF_ENDPOINT is %s but must be an address such as %s".formatted(text, ENDPOINT));
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "HubSettings[endpoint=%s, token %s]"
        .formatted(endpoint, token.isPresent() ? "set" : "not set");
  }
}
