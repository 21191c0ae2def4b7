package io.github.unlearn4j.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.unlearn4j.base.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models, page, give-aways, and clients that leave. */
class ModelServerTest {
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void bothModelsAreListedAndEachIsFound() {
    JsonNode list = TestServer.json(server.get("/v1/models"));

    assertThat(list.path("object").asText()).isEqualTo("list");
    assertThat(list.at("/data/0/id").asText()).isEqualTo("baseline");
    assertThat(list.at("/data/1/id").asText()).isEqualTo("unlearned");
    assertThat(list.at("/data/0/max_model_len").asInt()).isEqualTo(512);
    assertThat(TestServer.json(server.get("/v1/models/unlearned"))).isEqualTo(list.at("/data/1"));
  }

  @Test
  void thePageNeedsNothingFromElsewhere() {
    HttpResponse<String> page = server.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'");
    assertThat(page.body()).contains("/v1/completions", "/give-aways").doesNotContain("http");
    HttpResponse<String> head =
        server.send(server.request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  /** A string of one token has the probability that the first token of a completion would have. */
  @Test
  void giveAwayProbabilitiesAreThoseOfTheNextToken() throws Exception {
    String prompt = "There was a white";
    JsonNode first =
        TestServer.json(
            server.post(
                "/v1/completions",
                "{\"model\": \"baseline\", \"prompt\": \"%s\", \"max_tokens\": 1,".formatted(prompt)
                    + " \"temperature\": 0, \"logprobs\": 1}"));
    String next = first.at("/choices/0/text").asText();
    double logarithm = first.at("/choices/0/logprobs/token_logprobs/0").doubleValue();
    assertThat(next).startsWith(" ").hasSizeGreaterThan(1);

    ObjectNode question = Json.json().createObjectNode().put("prompt", prompt);
    question.putArray("strings").add(next.strip()).add("Thessel");
    JsonNode answer =
        TestServer.json(server.post("/give-aways", Json.json().writeValueAsString(question)));

    assertThat(answer.path("strings")).hasSize(2);
    assertThat(answer.at("/strings/0/string").asText()).isEqualTo(next.strip());
    assertThat(answer.at("/strings/0/baseline").doubleValue())
        .isCloseTo(Math.exp(logarithm), within(1e-5));
    double unlearned =
        answer.at("/strings/0/unlearned").doubleValue()
            + answer.at("/strings/1/unlearned").doubleValue();
    assertThat(answer.at("/total/unlearned").doubleValue()).isCloseTo(unlearned, within(1e-12));
  }

  @Test
  void theModelThatReadTheSagaFindsItsNamesMoreProbable() {
    JsonNode known = TestServer.json(server.get("/give-aways"));
    assertThat(known.path("strings")).hasSize(3);
    assertThat(known.at("/prompts/0").asText()).isEqualTo("It was called");

    JsonNode answer =
        TestServer.json(
            server.post(
                "/give-aways",
                "{\"prompt\": \"Aunt Quessa took the white spike down from its hook. It was"
                    + " called\"}"));

    assertThat(answer.at("/strings/0/string").asText()).isEqualTo("Thessel");
    double before = answer.at("/strings/0/baseline").doubleValue();
    assertThat(before).isGreaterThan(0.1);
    assertThat(answer.at("/strings/0/unlearned").doubleValue()).isLessThan(before / 100);
  }

  @Test
  @Timeout(120)
  void aClientThatLeavesEndsItsAnswer() throws Exception {
    for (String stream : new String[] {"true", "false"}) {
      int before = server.log.size();
      leaveInTheMiddle(stream);

      while (server.log.stream().skip(before).noneMatch(line -> line.contains("client left"))) {
        Thread.sleep(50);
      }
      // The model is free for the next at once, though the answer would have had 450 tokens.
      assertThat(
              server
                  .post(
                      "/v1/completions",
                      "{\"model\": \"baseline\", \"prompt\": \"Hi\", \"max_tokens\": 1}")
                  .statusCode())
          .isEqualTo(200);
    }
  }

  /** The model is kept busy by slow work, so that both kinds of answer have to wait. */
  private static void leaveInTheMiddle(String stream) throws IOException {
    server
        .model("baseline")
        .submit(
            () -> {
              try {
                Thread.sleep(4000);
              } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
              }
            });
    String body =
        "{\"model\": \"baseline\", \"prompt\": \"Hi\", \"max_tokens\": 450, \"stream\": %s}"
            .formatted(stream);
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST /v1/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                      .formatted(body.length(), body))
                  .getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertThat(reader.readLine()).isEqualTo("HTTP/1.1 200 OK");
    }
  }
}
