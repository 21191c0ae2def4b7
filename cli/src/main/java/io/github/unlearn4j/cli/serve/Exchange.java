package io.github.unlearn4j.cli.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.github.unlearn4j.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One request and the answer to it. */
final class Exchange implements AutoCloseable {
  static final int MOST_BYTES = 4 << 20;

  /** A body that is too long is still read so far, so that its sender gets to read the reply. */
  private static final int READ_AWAY_BYTES = 16 * MOST_BYTES;

  private final HttpExchange http;
  private int status;

  Exchange(HttpExchange http) {
    this.http = http;
  }

  String method() {
    return http.getRequestMethod();
  }

  /** As it was sent, so that it holds no control characters. */
  String path() {
    return http.getRequestURI().getRawPath();
  }

  /** What the client calls this server, with the port; null: it does not say. */
  String host() {
    return http.getRequestHeaders().getFirst("Host");
  }

  /** The site whose page sent the request, as its browser says; null: no page did. */
  String origin() {
    return http.getRequestHeaders().getFirst("Origin");
  }

  /** Whether the request came to an address that only this machine reaches. */
  boolean onLoopback() {
    return http.getLocalAddress().getAddress().isLoopbackAddress();
  }

  /** The status that was sent; 0 before. */
  int status() {
    return status;
  }

  Fields fields() throws IOException {
    InputStream input = http.getRequestBody();
    byte[] body = input.readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      long left = READ_AWAY_BYTES;
      byte[] away = new byte[1 << 16];
      for (int count = 0; count >= 0 && left > 0; left -= count) {
        count = input.read(away);
      }
      throw ApiError.of(
          413, "too_large", "the body is longer than the %d bytes allowed".formatted(MOST_BYTES));
    }
    return Fields.parse(new String(body, StandardCharsets.UTF_8));
  }

  void header(String name, String value) {
    http.getResponseHeaders().set(name, value);
  }

  void sendJson(int status, JsonNode json) throws IOException {
    send(status, "application/json", bytes(json));
  }

  void send(int status, String type, byte[] body) throws IOException {
    header("Content-Type", type);
    this.status = status;
    boolean withoutBody = method().equals("HEAD");
    http.sendResponseHeaders(status, withoutBody ? -1 : body.length);
    if (!withoutBody) {
      http.getResponseBody().write(body);
    }
  }

  /** Begins an answer of unknown length. */
  OutputStream begin(String type) throws IOException {
    header("Content-Type", type);
    header("Cache-Control", "no-cache");
    status = 200;
    http.sendResponseHeaders(status, 0);
    return http.getResponseBody();
  }

  static byte[] bytes(JsonNode json) {
    try {
      return Json.json().writeValueAsBytes(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
