package io.github.unlearn4j.base.endpoint;

import io.github.unlearn4j.base.UserError;
import java.net.URI;

/**
 * How a model at an OpenAI-compatible endpoint is asked. Several sections of a recipe have such
 * settings under keys of their own; messages name those.
 *
 * @param url base URL, such as {@code http://localhost:11434/v1}
 * @param model name asked for there
 * @param keyVariable environment variable that holds the key; may be empty
 * @param timeoutSeconds for one answer
 * @param retries of a request after a passing failure
 * @param answerTokens longest answer; 0: as the endpoint likes
 */
public record EndpointSettings(
    String url,
    String model,
    String keyVariable,
    int timeoutSeconds,
    int retries,
    int answerTokens,
    Keys keys) {

  /**
   * The settings' names in messages.
   *
   * @param smaller what makes a request smaller, a whole sentence ("lower anchors.passage_words")
   */
  public record Keys(String url, String model, String timeout, String smaller) {}

  /** The environment variable that holds the key unless a setting names another. */
  public static final String KEY_VARIABLE = "UNLEARN4J_API_KEY";

  public EndpointSettings {
    if (url.isBlank() || model.isBlank()) {
      throw UserError.badSetting(
          "a model is to be asked: set %s (now '%s') and %s (now '%s')"
              .formatted(keys.url(), url, keys.model(), model));
    }
    URI address = address(url);
    if (address == null || !("http".equals(address.getScheme()) || isSecure(address))) {
      throw UserError.badSetting(
          "%s is '%s': give a URL such as http://localhost:11434/v1".formatted(keys.url(), url));
    }
    if (address.getRawUserInfo() != null || address.getRawQuery() != null) {
      // The URL is shown and saved, so it must hold no secret; it is not repeated here either.
      throw UserError.badSetting(
          ("%s holds a user, password or query; recipes are saved, so put the key into the"
                  + " environment variable %s and leave it out of the URL")
              .formatted(keys.url(), keyVariable.isBlank() ? KEY_VARIABLE : keyVariable));
    }
  }

  private static boolean isSecure(URI address) {
    return "https".equals(address.getScheme());
  }

  private static URI address(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException notUrl) {
      return null;
    }
  }
}
