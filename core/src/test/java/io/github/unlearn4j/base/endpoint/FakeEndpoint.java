package io.github.unlearn4j.base.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.unlearn4j.base.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server on this machine that answers as an OpenAI server does. */
public final class FakeEndpoint implements AutoCloseable {
  /**
   * @param status of HTTP; anything but 200 sends an error
   * @param text the model's answer, or the error's message
   * @param delayMillis between the headers and the answer
   * @param headers further ones
   */
  public record Answer(int status, String text, int delayMillis, Map<String, String> headers) {
    public Answer(int status, String text, int delayMillis) {
      this(status, text, delayMillis, Map.of());
    }

    public static Answer of(String text) {
      return new Answer(200, text, 0);
    }
  }

  /** What a client sent. */
  public record Request(String authorization, String prompt, String model) {}

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  public FakeEndpoint(Function<Request, Answer> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", exchange -> answer(exchange, answers));
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange, Function<Request, Answer> answers) throws IOException {
    JsonNode body = Json.json().readTree(exchange.getRequestBody());
    Request request =
        new Request(
            exchange.getRequestHeaders().getFirst("Authorization"),
            body.at("/messages/0/content").asText(),
            body.path("model").asText());
    requests.add(request);
    Answer answer = answers.apply(request);
    byte[] bytes = Json.toText(content(answer)).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().flush();
    pause(answer.delayMillis());
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, Object> content(Answer answer) {
    if (answer.status() != 200) {
      return Map.of("error", Map.of("message", answer.text(), "type", "error"));
    }
    return Map.of(
        "id",
        "1",
        "object",
        "chat.completion",
        "created",
        1,
        "model",
        "fake",
        "choices",
        List.of(
            Map.of(
                "index",
                0,
                "finish_reason",
                "stop",
                "message",
                Map.of("role", "assistant", "content", answer.text()))),
        "usage",
        Map.of("prompt_tokens", 1, "completion_tokens", 1, "total_tokens", 2));
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
