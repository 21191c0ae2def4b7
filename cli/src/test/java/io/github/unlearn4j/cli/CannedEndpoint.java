package io.github.unlearn4j.cli;

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
import java.util.function.UnaryOperator;

/** A chat endpoint on this machine whose model answers by a function of the question. */
final class CannedEndpoint implements AutoCloseable {
  final List<String> questions = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  CannedEndpoint(UnaryOperator<String> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", exchange -> answer(exchange, answers));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange, UnaryOperator<String> answers) throws IOException {
    JsonNode body = Json.json().readTree(exchange.getRequestBody());
    String question = body.at("/messages/0/content").asText();
    questions.add(question);
    Map<String, Object> message = Map.of("role", "assistant", "content", answers.apply(question));
    byte[] bytes =
        Json.toText(
                Map.of(
                    "model",
                    "canned",
                    "choices",
                    List.of(Map.of("index", 0, "finish_reason", "stop", "message", message))))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
