package io.github.unlearn4j.base.endpoint;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Langchain4j's client drops the headers of a refusal; this one keeps how long it asks to wait. */
final class EndpointHttp implements dev.langchain4j.http.client.HttpClient {

  /** A refusal by status. */
  static final class Refused extends HttpException {
    private final transient Duration retryAfter;

    private Refused(int status, String body, Duration retryAfter) {
      super(status, body);
      this.retryAfter = retryAfter;
    }

    /** What the endpoint asks to wait; zero if it says nothing. */
    Duration retryAfter() {
      return retryAfter;
    }
  }

  private final HttpClient client;
  private final Duration timeout;

  private EndpointHttp(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /** A builder that knows its timeout already. */
  static HttpClientBuilder builder(Duration timeout) {
    return new HttpClientBuilder() {
      @Override
      public Duration connectTimeout() {
        return timeout;
      }

      @Override
      public HttpClientBuilder connectTimeout(Duration ignored) {
        return this;
      }

      @Override
      public Duration readTimeout() {
        return timeout;
      }

      @Override
      public HttpClientBuilder readTimeout(Duration ignored) {
        return this;
      }

      @Override
      public dev.langchain4j.http.client.HttpClient build() {
        return new EndpointHttp(timeout);
      }
    };
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    java.net.http.HttpRequest.Builder builder =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    String body = request.body() == null ? "" : request.body();
    builder.method(
        request.method().name(), java.net.http.HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<String> response = whole(builder.build());
    if (response.statusCode() / 100 != 2) {
      throw new Refused(response.statusCode(), response.body(), retryAfter(response));
    }
    return SuccessfulHttpResponse.builder()
        .statusCode(response.statusCode())
        .headers(response.headers().map())
        .body(response.body())
        .build();
  }

  /** The request's own timeout ends with the headers; this one holds for the body too. */
  private HttpResponse<String> whole(java.net.http.HttpRequest request) {
    CompletableFuture<HttpResponse<String>> reply =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException slow) {
      reply.cancel(true);
      throw new TimeoutException(slow);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof HttpTimeoutException slow) {
        throw new TimeoutException(slow);
      }
      if (failed.getCause() instanceof IOException problem) {
        throw new UncheckedIOException(problem);
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      reply.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  /** The header in seconds; its other form, a date, is rare and counts as nothing said. */
  private static Duration retryAfter(HttpResponse<?> response) {
    String header = response.headers().firstValue("Retry-After").orElse("").strip();
    return header.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(header)) : Duration.ZERO;
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("answers are asked for whole");
  }
}
