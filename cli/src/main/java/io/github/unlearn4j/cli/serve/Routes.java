package io.github.unlearn4j.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What is answered at which path. */
final class Routes {
  private interface Handler {
    /** Answers; returns what the log says about it, or nothing. */
    String answer(Exchange exchange) throws IOException, InterruptedException;
  }

  private static final String NO_OTHER_SOURCES =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
          + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final Map<String, ServedModel> models;

  /** By path, then by method. */
  private final Map<String, Map<String, Handler>> handlers = new LinkedHashMap<>();

  Routes(Map<String, ServedModel> models, GiveAways giveAways) {
    this.models = models;
    Completions completions = new Completions(models);
    add("GET", "/", Routes::page);
    add("GET", "/v1/models", exchange -> json(exchange, modelList()));
    for (ServedModel model : models.values()) {
      add("GET", "/v1/models/" + model.name(), exchange -> json(exchange, describe(model)));
    }
    add("POST", "/v1/completions", exchange -> completions.serve(exchange, false));
    add("POST", "/v1/chat/completions", exchange -> completions.serve(exchange, true));
    add("GET", "/give-aways", exchange -> json(exchange, giveAways.json()));
    add(
        "POST",
        "/give-aways",
        exchange -> json(exchange, giveAways.probabilities(models.values(), exchange.fields())));
  }

  String answer(Exchange exchange) throws IOException, InterruptedException {
    Map<String, Handler> methods = handlers.get(exchange.path());
    if (methods == null) {
      throw notFound(exchange.path());
    }
    Handler handler = methods.get(exchange.method());
    if (handler == null) {
      exchange.header("Allow", String.join(", ", methods.keySet()));
      throw ApiError.of(
          405,
          "method_not_allowed",
          "%s takes %s, not %s"
              .formatted(exchange.path(), String.join(", ", methods.keySet()), exchange.method()));
    }
    return handler.answer(exchange);
  }

  private ApiError notFound(String path) {
    if (path.startsWith("/v1/models/")) {
      return ApiError.of(
          404,
          "model_not_found",
          "there is no model '%s'; there are: %s"
              .formatted(
                  path.substring("/v1/models/".length()), String.join(", ", models.keySet())));
    }
    return ApiError.of(
        404,
        "not_found",
        "nothing at %s; there are: %s".formatted(path, String.join(", ", handlers.keySet())));
  }

  private void add(String method, String path, Handler handler) {
    Map<String, Handler> methods = handlers.computeIfAbsent(path, key -> new TreeMap<>());
    methods.put(method, handler);
    if (method.equals("GET")) {
      methods.put("HEAD", handler);
    }
  }

  private static String page(Exchange exchange) throws IOException {
    try (InputStream page = Routes.class.getResourceAsStream("/serve/page.html")) {
      exchange.header("Content-Security-Policy", NO_OTHER_SOURCES);
      exchange.send(200, "text/html; charset=utf-8", page.readAllBytes());
    }
    return "";
  }

  private static String json(Exchange exchange, ObjectNode json) throws IOException {
    exchange.sendJson(200, json);
    return "";
  }

  private ObjectNode modelList() {
    ObjectNode list = Json.json().createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    models.values().forEach(model -> data.add(describe(model)));
    return list;
  }

  /** As OpenAI's interface does, with the context and whether it takes messages besides. */
  private static ObjectNode describe(ServedModel model) {
    return Json.json()
        .createObjectNode()
        .put("id", model.name())
        .put("object", "model")
        .put("created", model.loaded().getEpochSecond())
        .put("owned_by", "unlearn4j")
        .put("max_model_len", model.context())
        .put("chat", model.template().isPresent());
  }
}
