package io.github.unlearn4j.weights.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/**
 * The hub's two requests. Redirects are followed here, not by the HTTP client, because that one
 * would hand the token on to whatever server the hub points at.
 */
final class HubClient implements AutoCloseable {
  private static final int MOST_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

  private final HubSettings settings;
  private final HttpClient http;

  HubClient(HubSettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
  }

  HubListing list(HubModel model) throws IOException {
    URI address =
        address(
            "/api/models/%s/revision/%s?blobs=true"
                .formatted(model.id(), encode(model.revision())));
    try (InputStream body = get(model, address, 0).body()) {
      return HubListing.of(model, Json.json().readTree(body));
    } catch (JsonProcessingException problem) {
      throw new UserError(
          ExitCode.NETWORK,
          "%s answers with something other than JSON; is HF_ENDPOINT a Hugging Face hub?"
              .formatted(address));
    }
  }

  /**
   * Opens a file at byte {@code from}.
   *
   * @return status 200 (whole file), 206 (from that byte) or 416 (no such byte)
   */
  HttpResponse<InputStream> open(HubModel model, String commit, HubFile file, long from)
      throws IOException {
    URI address =
        address("/%s/resolve/%s/%s".formatted(model.id(), encode(commit), encode(file.name())));
    return get(model, address, from);
  }

  private HttpResponse<InputStream> get(HubModel model, URI start, long from) throws IOException {
    URI address = start;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = send(address, from);
      int status = response.statusCode();
      if (status == 200 || status == 206 || (status == 416 && from > 0)) {
        return response;
      }
      response.body().close();
      if (!REDIRECTS.contains(status)) {
        throw refused(model, address, status, response.headers());
      }
      address = next(address, response.headers());
    }
    throw new IOException("more than %d redirects from %s".formatted(MOST_REDIRECTS, start));
  }

  private HttpResponse<InputStream> send(URI address, long from) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(settings.stallLimit())
            .header("User-Agent", "unlearn4j")
            .header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=%d-".formatted(from));
    }
    if (isHub(address)) {
      settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UserError(ExitCode.INTERRUPTED, "stopped; run the command again to go on");
    }
  }

  /** An {@link IOException} to try again, or a {@link UserError} thrown at once. */
  private IOException refused(HubModel model, URI address, int status, HttpHeaders headers) {
    // A storage server's signed address expires; asking the hub again gives a fresh one.
    if (PASSING.contains(status) || !isHub(address)) {
      return new TryAgain(
          "%s answers with status %d".formatted(address.getHost(), status), pause(headers));
    }
    throw HubRefusal.explain(model, settings, status, headers);
  }

  private static URI next(URI address, HttpHeaders headers) throws IOException {
    String location =
        headers
            .firstValue("Location")
            .orElseThrow(
                () -> new IOException("a redirect from %s leads nowhere".formatted(address)));
    try {
      URI next = address.resolve(location);
      boolean downgraded = "https".equals(address.getScheme()) && !"https".equals(next.getScheme());
      if (next.getHost() == null || downgraded) {
        throw new IOException("%s redirects to an unsafe address".formatted(address.getHost()));
      }
      return next;
    } catch (IllegalArgumentException problem) {
      throw new IOException("%s redirects to no address".formatted(address.getHost()));
    }
  }

  /** {@code Retry-After}: seconds, or a date. */
  private static Optional<Duration> pause(HttpHeaders headers) {
    return headers
        .firstValue("Retry-After")
        .flatMap(
            text -> {
              try {
                return Optional.of(
                    text.matches("\\d{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(text))
                        : until(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)));
              } catch (DateTimeParseException unreadable) {
                return Optional.empty();
              }
            });
  }

  private static Duration until(ZonedDateTime moment) {
    Duration duration = Duration.between(ZonedDateTime.now(moment.getZone()), moment);
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private boolean isHub(URI address) {
    URI hub = settings.endpoint();
    return hub.getScheme().equals(address.getScheme())
        && hub.getHost().equalsIgnoreCase(address.getHost())
        && port(hub) == port(address);
  }

  private static int port(URI address) {
    return address.getPort() >= 0
        ? address.getPort()
        : address.getScheme().equals("https") ? 443 : 80;
  }

  private URI address(String path) {
    return URI.create(settings.endpoint() + path);
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
