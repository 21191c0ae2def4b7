package io.github.unlearn4j.cli.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One tab: what goes wrong in it is kept in {@link #errors}. */
public final class BrowserPage implements WebSocket.Listener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final StringBuilder held = new StringBuilder();
  private volatile boolean loaded;
  private WebSocket socket;
  private int last;

  private BrowserPage() {}

  static BrowserPage open(HttpClient client, String address) {
    BrowserPage page = new BrowserPage();
    page.socket = client.newWebSocketBuilder().buildAsync(URI.create(address), page).join();
    for (String domain : List.of("Page", "Runtime", "Log")) {
      page.send(domain + ".enable", Map.of());
    }
    // As if the tab were in front: what has the focus looks so.
    page.send("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    return page;
  }

  /** Goes to an address and waits until it has loaded. */
  public void show(String address) {
    loaded = false;
    send("Page.navigate", Map.of("url", address));
    Instant end = Instant.now().plus(PATIENCE);
    while (!loaded) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("does not load: " + address);
      }
      Browser.pause();
    }
  }

  /** Light or dark, so many CSS pixels wide. */
  public void as(String scheme, int width) {
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** The value of an expression, its promise kept. */
  public JsonNode value(String expression) {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.toString());
    }
    return answer.path("result").path("value");
  }

  /** Waits until an expression is true. */
  public void until(String expression) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!value(expression).asBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("never true: " + expression);
      }
      Browser.pause();
    }
  }

  /** Types as a person would, into what has the focus. */
  public void type(String text) {
    send("Input.insertText", Map.of("text", text));
  }

  /** As many bytes as the page has on paper. */
  public byte[] printed() {
    JsonNode answer = send("Page.printToPDF", Map.of());
    return Base64.getDecoder().decode(answer.path("data").asText());
  }

  /** The whole page as a picture, for a person who wants to see what a test saw. */
  public void picture(Path file) throws java.io.IOException {
    JsonNode answer = send("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
  }

  /** Exceptions, failed requests and what was written to the console as an error or a warning. */
  public List<String> errors() {
    return errors;
  }

  private JsonNode send(String method, Map<String, Object> parameters) {
    int id = ++last;
    ObjectNode message = Json.json().createObjectNode().put("id", id).put("method", method);
    message.set("params", Json.json().valueToTree(parameters));
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(message.toString(), true);
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
    held.append(data);
    if (whole) {
      take(held.toString());
      held.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void take(String text) {
    JsonNode message;
    try {
      message = Json.json().readTree(text);
    } catch (JsonProcessingException problem) {
      throw new IllegalStateException(problem);
    }
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").intValue());
      if (message.has("error")) {
        answer.completeExceptionally(new IllegalStateException(text));
      } else {
        answer.complete(message.path("result"));
      }
      return;
    }
    switch (message.path("method").asText()) {
      case "Page.loadEventFired" -> loaded = true;
      case "Runtime.exceptionThrown" -> errors.add(text);
      case "Runtime.consoleAPICalled" -> keepIf(message.at("/params/type"), text);
      case "Log.entryAdded" -> keepIf(message.at("/params/entry/level"), text);
      default -> {} // nothing that a test asks about
    }
  }

  private void keepIf(JsonNode level, String text) {
    if (level.asText().matches("error|warning|assert")) {
      errors.add(text);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
