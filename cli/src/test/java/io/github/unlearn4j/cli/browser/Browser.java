package io.github.unlearn4j.cli.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.Json;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chromium without a window, driven by its DevTools protocol. A test that needs it is not run where
 * there is none.
 */
public final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final List<String> PLACES =
      List.of(
          "/usr/lib/chromium/chromium",
          "/usr/lib64/chromium-browser/chromium-browser",
          "/opt/google/chrome/chrome",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;

  private Browser(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one whose profile lies in {@code folder}. */
  public static Browser start(Path folder) throws IOException {
    Optional<String> program = program();
    assumeTrue(program.isPresent(), "not run: no Chromium or Chrome on this machine");
    Path profile = Files.createDirectories(folder.resolve("profile"));
    Path passing = Files.createDirectories(folder.resolve("passing"));
    ProcessBuilder builder =
        new ProcessBuilder(
                program.get(),
                "--headless",
                "--no-sandbox", // root has none
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile());
    builder.environment().put("TMPDIR", passing.toString());
    Process process = builder.start();
    Path port = profile.resolve("DevToolsActivePort");
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.exists(port) || Files.readAllLines(port).isEmpty()) {
      if (Instant.now().isAfter(end) || !process.isAlive()) {
        process.destroyForcibly();
        throw new IllegalStateException(Files.readString(folder.resolve("chromium.log")));
      }
      pause();
    }
    return new Browser(process, "http://127.0.0.1:" + Files.readAllLines(port).getFirst());
  }

  private static Optional<String> program() {
    Stream<String> onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(folder -> NAMES.stream().map(name -> folder + File.separator + name));
    return Stream.concat(onPath, PLACES.stream())
        .filter(place -> Files.isExecutable(Path.of(place)))
        .findFirst();
  }

  /** A new tab. */
  public BrowserPage page() throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(address + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode tab = Json.json().readTree(response.body());
    return BrowserPage.open(client, tab.path("webSocketDebuggerUrl").asText());
  }

  static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
    client.close();
  }
}
