package io.github.unlearn4j.weights.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.unlearn4j.base.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Two servers on loopback that answer as the hub and its storage do: the listing with hashes, small
 * files directly, weights through a redirect to the other server, ranges, and faults on order.
 */
final class FakeHub implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /** Something to go wrong with one request. */
  @FunctionalInterface
  interface Fault {
    void answer(HttpExchange exchange) throws IOException;
  }

  /** One request as it came. */
  record Seen(String server, String path, String range, String authorization) {}

  final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
  private final List<ObjectNode> extraSiblings = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer hub = start("hub", this::answerHub);
  private final HttpServer storage = start("storage", this::answerStorage);
  private String requiredToken;
  private boolean ranges = true;

  URI endpoint() {
    return address(hub);
  }

  FakeHub file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  FakeHub file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Lists a file that cannot be had. */
  void alsoList(String name) {
    extraSiblings.add(
        Json.json()
            .createObjectNode()
            .put("rfilename", name)
            .put("size", 1)
            .put("blobId", "a".repeat(40)));
  }

  void requireToken(String token) {
    requiredToken = token;
  }

  void withoutRanges() {
    ranges = false;
  }

  /** The next request for {@code path} (as it is sent) goes wrong, then the one after it, … */
  void failNext(String path, Fault... inOrder) {
    faults.computeIfAbsent(path, _ -> new ConcurrentLinkedQueue<>()).addAll(Arrays.asList(inOrder));
  }

  /** The storage server's path of a weight file. */
  static String stored(String name) {
    return "/blobs/" + name;
  }

  static String listing(String model, String revision) {
    return "/api/models/%s/revision/%s".formatted(model, revision);
  }

  static Fault status(int status, String... headers) {
    return exchange -> {
      for (int index = 0; index < headers.length; index += 2) {
        exchange.getResponseHeaders().set(headers[index], headers[index + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  /** Promises everything, sends {@code count} bytes and hangs up. */
  Fault cutAfter(String name, int count) {
    return exchange -> {
      byte[] content = files.get(name);
      int from = begin(exchange);
      head(exchange, from, content.length);
      exchange.getResponseBody().write(content, from, count);
      exchange.getResponseBody().flush();
      rest(200); // the client forgets what it had received but not read when a connection breaks
      exchange.close();
    };
  }

  /** Sends {@code count} bytes and then nothing for as long as the server lives. */
  Fault stallAfter(String name, int count) {
    return exchange -> {
      head(exchange, 0, files.get(name).length);
      exchange.getResponseBody().write(files.get(name), 0, count);
      exchange.getResponseBody().flush();
      rest(60_000);
    };
  }

  /** The right number of wrong bytes. */
  Fault wrongBytes(String name) {
    return exchange -> send(exchange, new byte[files.get(name).length]);
  }

  List<Seen> requests(String path) {
    synchronized (seen) {
      return seen.stream().filter(request -> request.path().equals(path)).toList();
    }
  }

  private void answerHub(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (requiredToken != null && !("Bearer " + requiredToken).equals(authorization)) {
      status(401).answer(exchange);
    } else if (path.startsWith("/api/models/")) {
      send(exchange, listing().toString().getBytes(StandardCharsets.UTF_8));
    } else if (path.contains("/resolve/" + COMMIT + "/")) {
      answerFile(exchange, path.substring(path.lastIndexOf('/') + 1));
    } else {
      status(404, "X-Error-Code", "EntryNotFound").answer(exchange);
    }
  }

  private void answerFile(HttpExchange exchange, String name) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("X-Repo-Commit", COMMIT);
    if (isLarge(name)) {
      headers.set("X-Linked-Etag", '"' + hex("SHA-256", files.get(name)) + '"');
      headers.set("X-Linked-Size", Integer.toString(files.get(name).length));
      headers.set("Location", address(storage) + stored(name) + "?signature=secret");
      exchange.sendResponseHeaders(302, -1);
    } else {
      headers.set("ETag", '"' + blobHash(files.get(name)) + '"');
      send(exchange, files.get(name));
    }
  }

  private void answerStorage(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    send(exchange, files.get(path.substring(path.lastIndexOf('/') + 1)));
  }

  private ObjectNode listing() {
    ObjectNode json = Json.json().createObjectNode().put("id", "saga/tiny").put("sha", COMMIT);
    var siblings = json.putArray("siblings");
    files.forEach(
        (name, content) -> {
          ObjectNode sibling = siblings.addObject().put("rfilename", name);
          sibling.put("size", content.length);
          // The blob of a large file is its pointer, so its hash says nothing about the content.
          sibling.put("blobId", isLarge(name) ? "b".repeat(40) : blobHash(content));
          if (isLarge(name)) {
            sibling
                .putObject("lfs")
                .put("sha256", hex("SHA-256", content))
                .put("size", content.length)
                .put("pointerSize", 134);
          }
        });
    extraSiblings.forEach(siblings::add);
    return json;
  }

  private void send(HttpExchange exchange, byte[] content) throws IOException {
    int from = begin(exchange);
    if (from >= content.length && from > 0) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    head(exchange, from, content.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(content, from, content.length - from);
    }
  }

  private int begin(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null || !ranges
        ? 0
        : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  private static void head(HttpExchange exchange, int from, int length) throws IOException {
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, length - 1, length));
    }
    int left = length - from;
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, left == 0 ? -1 : left);
  }

  private static void rest(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpServer start(String name, Fault normal) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              String path = exchange.getRequestURI().getRawPath();
              Headers headers = exchange.getRequestHeaders();
              seen.add(
                  new Seen(
                      name, path, headers.getFirst("Range"), headers.getFirst("Authorization")));
              Queue<Fault> ordered = faults.get(path);
              Fault fault = ordered == null ? null : ordered.poll();
              (fault == null ? normal : fault).answer(exchange);
            }
          });
      server.start();
      return server;
    } catch (IOException problem) {
      throw new IllegalStateException(problem);
    }
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static boolean isLarge(String name) {
    return name.endsWith(".safetensors");
  }

  private static String blobHash(byte[] content) {
    byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] both = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, both, head.length, content.length);
    return hex("SHA-1", both);
  }

  private static String hex(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    storage.stop(0);
    threads.shutdownNow();
  }
}
