package io.github.unlearn4j.cli.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.model.ComputeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A server on a free port: as baseline the demo's model, which has no chat template, as unlearned
 * its model that never read the saga, with one.
 */
final class TestServer implements AutoCloseable {
  static final Path DEMO = Path.of("src/main/resources/demo");
  private static final Path CHAT = Path.of("../core/src/test/golden/chat/chatml.jinja");

  private final ModelServer server = ModelServer.bind("127.0.0.1", 0);
  private final ServedModels models = new ServedModels();
  private final HttpClient client = HttpClient.newHttpClient();

  /** What the server said about each request. */
  final List<String> log = new CopyOnWriteArrayList<>();

  TestServer(Path folder) throws IOException {
    this(folder, false);
  }

  /**
   * @param bothChat whether the baseline has a chat template too
   */
  TestServer(Path folder, boolean bothChat) throws IOException {
    Path baseline = checkpoint("baseline", folder.resolve("baseline"));
    Path unlearned = checkpoint("never-read", folder.resolve("unlearned"));
    Files.copy(CHAT, unlearned.resolve("chat_template.jinja"));
    if (bothChat) {
      Files.copy(CHAT, baseline.resolve("chat_template.jinja"));
    }
    models.load("baseline", "0123", baseline, ComputeType.FLOAT32);
    models.load("unlearned", "4567", unlearned, ComputeType.FLOAT32);
    GiveAways giveAways =
        new GiveAways(List.of("Thessel", "Varrow", "Daisy"), List.of("It was called"));
    server.start(models, giveAways, log::add);
  }

  static Path checkpoint(String weights, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
      Files.copy(DEMO.resolve("model").resolve(name), folder.resolve(name));
    }
    Files.copy(
        DEMO.resolve(weights).resolve("model.safetensors"), folder.resolve("model.safetensors"));
    return folder;
  }

  ServedModel model(String name) {
    return models.byName().get(name);
  }

  int port() {
    return server.address().getPort();
  }

  /** What comes back for bytes that no client library would send. */
  String raw(String request) throws IOException {
    String closing = request.replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.getOutputStream().write(closing.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  HttpResponse<String> post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<Stream<String>> stream(String path, String body) {
    return send(
        request(path).POST(HttpRequest.BodyPublishers.ofString(body)),
        HttpResponse.BodyHandlers.ofLines());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> kind) {
    try {
      return client.send(request.build(), kind);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return Json.json().readTree(text);
    } catch (JsonProcessingException problem) {
      throw new IllegalStateException(text, problem);
    }
  }

  /** The events of a stream, without the last, which must be [DONE]. */
  static List<JsonNode> events(Stream<String> lines) {
    List<String> data =
        lines
            .filter(line -> line.startsWith("data: "))
            .map(line -> line.substring("data: ".length()))
            .toList();
    if (!data.getLast().equals("[DONE]")) {
      throw new IllegalStateException("the stream ends with " + data.getLast());
    }
    return data.subList(0, data.size() - 1).stream().map(TestServer::json).toList();
  }

  @Override
  public void close() {
    server.close();
    models.close();
    client.close();
  }
}
