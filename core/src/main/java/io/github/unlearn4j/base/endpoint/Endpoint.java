package io.github.unlearn4j.base.endpoint;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import java.net.ConnectException;
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

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final EndpointSettings settings;
  private final String key;
  private final ChatModel model;

  private Endpoint(EndpointSettings settings, String key) {
    this.settings = settings;
    this.key = key;
    this.model =
        OpenAiChatModel.builder()
            .httpClientBuilder(EndpointHttp.builder(Duration.ofSeconds(settings.timeoutSeconds())))
            .baseUrl(settings.url())
            .apiKey(key)
            .modelName(settings.model())
            .temperature(0.0)
            .maxTokens(settings.answerTokens() == 0 ? null : settings.answerTokens())
            .maxRetries(0)
            .logRequests(false)
            .logResponses(false)
            .build();
  }

  /**
   * @param environment looks an environment variable up; null where it is not set
   */
  public static Endpoint of(EndpointSettings settings, UnaryOperator<String> environment) {
    String variable = settings.keyVariable();
    String key = variable.isBlank() ? null : environment.apply(variable);
    return new Endpoint(settings, key == null || key.isBlank() ? NO_KEY : key.strip());
  }

  public EndpointSettings settings() {
    return settings;
  }

  /**
   * The model's answer; "" if it gives none. May be called by several threads at once.
   *
   * @throws UserError if the endpoint refuses, or still fails after the retries
   */
  public String ask(String prompt) {
    for (int attempt = 0; ; attempt++) {
      try {
        String answer = model.chat(prompt);
        return answer == null ? "" : withoutKey(answer);
      } catch (NonRetriableException refused) {
        throw failed(refused);
      } catch (RuntimeException passing) {
        if (attempt == settings.retries()) {
          throw failed(passing);
        }
        pause(passing, attempt);
      }
    }
  }

  /** Waits as long as the endpoint asks to, or twice as long each time. */
  private void pause(RuntimeException passing, int attempt) {
    Duration asked = retryAfter(passing);
    if (asked.toSeconds() > settings.timeoutSeconds()) {
      throw failed(
          "asks to wait %d s".formatted(asked.toSeconds()), "run again after that", passing);
    }
    Duration own = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 6));
    try {
      Thread.sleep(asked.compareTo(own) > 0 ? asked : own);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw failed("was not asked again", "run again", passing);
    }
  }

  private static Duration retryAfter(Throwable problem) {
    for (Throwable each = problem; each != null; each = each.getCause()) {
      if (each instanceof EndpointHttp.Refused refused) {
        return refused.retryAfter();
      }
    }
    return Duration.ZERO;
  }

  private UserError failed(RuntimeException problem) {
    return switch (problem) {
      case AuthenticationException refused ->
          failed(
              "refuses the key",
              "put a valid key into the environment variable " + settings.keyVariable(),
              refused);
      case RateLimitException limited ->
          failed("limits the rate of requests", "wait and run again", limited);
      case ModelNotFoundException unknown ->
          failed("does not know the model", "set " + settings.keys().model(), unknown);
      case TimeoutException slow ->
          failed(
              "did not answer within %d s".formatted(settings.timeoutSeconds()),
              "raise " + settings.keys().timeout(),
              slow);
      case InvalidRequestException invalid ->
          failed("refuses the request", settings.keys().smaller(), invalid);
      default ->
          failed(
              "cannot be used",
              "check %s and that it runs".formatted(settings.keys().url()),
              problem);
    };
  }

  private UserError failed(String what, String advice, RuntimeException cause) {
    // Without the cause attached: its text may repeat headers, and it says nothing more.
    return new UserError(
        ExitCode.NETWORK,
        "endpoint %s, model '%s', %s (%s): %s; replies so far are kept"
            .formatted(settings.url(), settings.model(), what, reason(cause), advice));
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
    line = withoutKey(line);
    return status
        + (line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line);
  }

  private String withoutKey(String text) {
    return key.equals(NO_KEY) ? text : text.replace(key, "***");
  }
}
