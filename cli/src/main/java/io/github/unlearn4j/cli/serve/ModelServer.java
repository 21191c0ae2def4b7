package io.github.unlearn4j.cli.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The web server: which address is answered by what. One virtual thread serves a request; each
 * model computes on a thread of its own.
 */
public final class ModelServer implements AutoCloseable {
  static {
    // Small pieces go out at once. The server reads this when its classes are loaded.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Pattern THIS_MACHINE =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

  private final HttpServer http;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  private ModelServer(HttpServer http) {
    this.http = http;
  }

  /**
   * Takes the address; who connects before {@link #start} waits.
   *
   * @param port 0: any that is free
   */
  public static ModelServer bind(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw UserError.badSetting("--host %s is no name or address of this machine".formatted(host));
    }
    try {
      return new ModelServer(HttpServer.create(address, 0));
    } catch (BindException taken) {
      throw UserError.badSetting(
          "cannot listen on %s port %d: %s; another program may have it, choose another with --port"
              .formatted(host, port, taken.getMessage()));
    } catch (IOException problem) {
      throw UserError.badSetting(
          "cannot listen on %s port %d: %s".formatted(host, port, problem.getMessage()));
    }
  }

  /** Serves from now on; {@code log} gets a line for every request. */
  public void start(ServedModels models, GiveAways giveAways, Consumer<String> log) {
    Routes routes = new Routes(models.byName(), giveAways);
    http.createContext("/", exchange -> serve(exchange, routes, log));
    http.setExecutor(requests);
    http.start();
  }

  public InetSocketAddress address() {
    return http.getAddress();
  }

  private static void serve(HttpExchange http, Routes routes, Consumer<String> log) {
    long start = System.nanoTime();
    String said;
    Exchange exchange = new Exchange(http);
    try (exchange) {
      said = answer(exchange, routes);
    } catch (IOException gone) {
      said = "the client left";
    }
    log.accept(
        "%s %s %d %.2f s%s"
            .formatted(
                exchange.method(),
                exchange.path(),
                exchange.status(),
                (System.nanoTime() - start) / 1e9,
                said.isEmpty() ? "" : ", " + said));
  }

  private static String answer(Exchange exchange, Routes routes) throws IOException {
    ApiError error;
    try {
      requireOwnName(exchange);
      requireOwnPage(exchange);
      return routes.answer(exchange);
    } catch (RuntimeException problem) {
      error = ApiError.from(problem);
    } catch (InterruptedException stop) {
      error = ApiError.of(503, "stopping", "the server is being stopped");
    }
    if (exchange.status() == 0) {
      exchange.sendJson(error.status(), error.json());
    }
    return error.getMessage().replaceAll("\\p{Cntrl}", " ");
  }

  /**
   * Of an address that only this machine reaches, a page of another site must not make use: it can,
   * once its name is resolved to this machine (DNS rebinding), but then its browser says that name.
   */
  private static void requireOwnName(Exchange exchange) {
    String host = exchange.host();
    if (exchange.onLoopback() && host != null && !THIS_MACHINE.matcher(host).matches()) {
      throw ApiError.of(
          403,
          "unknown_host",
          "the request is for host %s, but this server answers as localhost only; to serve others"
                  .formatted(host)
              + " name an address with --host");
    }
  }

  /**
   * Pages of other sites cannot read the answers, but without this they could keep the models busy.
   */
  private static void requireOwnPage(Exchange exchange) {
    String origin = exchange.origin();
    if (origin != null
        && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(exchange.host())) {
      throw ApiError.of(
          403,
          "cross_site",
          "a page of %s sent the request, but this server answers its own page and programs only"
              .formatted(origin));
    }
  }

  /** Ends connections at once; what is computed for them ends with them. */
  @Override
  public void close() {
    http.stop(0);
    requests.shutdownNow();
  }
}
