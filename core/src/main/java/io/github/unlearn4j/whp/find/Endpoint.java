package io.github.unlearn4j.whp.find;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.whp.AnchorSettings;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * An OpenAI-compatible chat endpoint. The key comes from the environment, goes into the request's
 * header and nowhere else: it is neither logged nor part of any message.
 */
public final class Endpoint {
  /** Servers without accounts want a key all the same, any key. */
  private static final String NO_KEY = "none";

  private static final int LONGEST_REASON = 200;

  private final AnchorSettings settings;
  private final String key;
  private final ChatModel model;

  private Endpoint(AnchorSettings settings, String key) {
    this.settings = settings;
    this.key = key;
    this.model =
        OpenAiChatModel.builder()
            .baseUrl(settings.endpoint())
            .apiKey(key)
            .modelName(settings.endpointModel())
            .temperature(0.0)
            .timeout(Duration.ofSeconds(settings.endpointTimeoutSeconds()))
            .maxRetries(settings.endpointRetries())
            .logRequests(false)
            .logResponses(false)
            .build();
  }

  /**
   * @param environment looks an environment variable up; null where it is not set
   */
  public static Endpoint of(AnchorSettings settings, UnaryOperator<String> environment) {
    if (settings.endpoint().isBlank() || settings.endpointModel().isBlank()) {
      throw UserError.badSetting(
          "anchors.source is llm: set anchors.endpoint (now '%s') and anchors.endpoint_model (now"
                  .formatted(settings.endpoint())
              + " '%s')".formatted(settings.endpointModel()));
    }
    String scheme = scheme(settings.endpoint());
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw UserError.badSetting(
          "anchors.endpoint is '%s': give a URL such as http://localhost:11434/v1"
              .formatted(settings.endpoint()));
    }
    String variable = settings.endpointKeyVariable();
    String key = variable.isBlank() ? null : environment.apply(variable);
    return new Endpoint(settings, key == null || key.isBlank() ? NO_KEY : key.strip());
  }

  private static String scheme(String url) {
    try {
      return URI.create(url).getScheme();
    } catch (IllegalArgumentException notUrl) {
      return null;
    }
  }

  /** The model's answer; "" if it gives none. */
  String ask(String prompt) {
    try {
      String answer = model.chat(prompt);
      return answer == null ? "" : answer;
    } catch (AuthenticationException refused) {
      throw failed(
          "refuses the key",
          "put a valid key into the environment variable " + settings.endpointKeyVariable(),
          refused);
    } catch (RateLimitException limited) {
      throw failed("limits the rate of requests", "wait and run again", limited);
    } catch (ModelNotFoundException unknown) {
      throw failed("does not know the model", "set anchors.endpoint_model", unknown);
    } catch (TimeoutException slow) {
      throw failed(
          "did not answer within %d s".formatted(settings.endpointTimeoutSeconds()),
          "raise anchors.endpoint_timeout_seconds",
          slow);
    } catch (InvalidRequestException invalid) {
      throw failed("refuses the request", "lower anchors.passage_words", invalid);
    } catch (RuntimeException problem) {
      throw failed("cannot be used", "check anchors.endpoint and that it runs", problem);
    }
  }

  private UserError failed(String what, String advice, RuntimeException cause) {
    // Without the cause attached: its text may repeat headers, and it says nothing more.
    return new UserError(
        ExitCode.NETWORK,
        "endpoint %s, model '%s', %s (%s): %s; replies so far are kept"
            .formatted(settings.endpoint(), settings.endpointModel(), what, reason(cause), advice));
  }

  /** The deepest message that says something, on one line, shortened, without the key. */
  private String reason(Throwable problem) {
    String status = "";
    String text = problem.getClass().getSimpleName();
    Throwable previous = null;
    for (Throwable each = problem; each != null && each != previous; each = each.getCause()) {
      previous = each;
      if (each instanceof ConnectException || each instanceof ClosedChannelException) {
        return "no connection";
      }
      if (each instanceof UnresolvedAddressException || each instanceof UnknownHostException) {
        return "unknown host";
      }
      if (each instanceof HttpException http) {
        status = "HTTP " + http.statusCode() + " ";
      }
      if (each.getMessage() != null && !each.getMessage().isBlank()) {
        text = each.getMessage();
      }
    }
    String line = text.strip().replaceAll("\\s+", " ");
    if (!key.equals(NO_KEY)) {
      line = line.replace(key, "***");
    }
    return status
        + (line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line);
  }
}
