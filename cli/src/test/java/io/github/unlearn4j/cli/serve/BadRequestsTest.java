package io.github.unlearn4j.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be served is refused with the right status, in OpenAI's form. */
class BadRequestsTest {
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

  private static void assertRefused(
      HttpResponse<String> response, int status, String code, String message) {
    JsonNode error = TestServer.json(response).path("error");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).contains(message);
    assertThat(error.has("param")).isTrue();
  }

  /** A page of another site can have its own name point to this machine. */
  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST:8080, 200",
    "127.0.0.1:1, 200",
    "[::1]:8080, 200",
    "example.org, 403",
    "127.0.0.1.example.org:8080, 403",
    "localhost.example.org, 403"
  })
  void onLoopbackOnlyNamesOfThisMachineAreAnswered(String host, int status) throws IOException {
    String answer = server.raw("GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    if (status == 403) {
      assertThat(answer).contains("unknown_host").contains(host).contains("--host");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, 200",
    "https://LOCALHOST:8080, 200",
    "http://localhost:9090, 403",
    "http://localhost, 403",
    "https://example.org, 403",
    "null, 403"
  })
  void pagesOfOtherSitesAreNotAnswered(String origin, int status) throws IOException {
    String headers = "Host: localhost:8080\r\nOrigin: %s\r\n\r\n".formatted(origin);

    String answer = server.raw("GET /v1/models HTTP/1.1\r\n" + headers);

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    if (status == 403) {
      assertThat(answer).contains("cross_site", "a page of " + origin + " sent");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":                              | 400 | invalid_json | the body is no JSON",
        "[]                                       | 400 | invalid_json | must be a JSON object",
        "{} {}                                    | 400 | invalid_json | the body is no JSON",
        "{\"prompt\": \"Hi\"}                     | 400 | missing_parameter | model is missing",
        "{\"model\": 3, \"prompt\": \"Hi\"}       | 400 | invalid_value | model is 3",
        "{\"model\": \"gpt-4\", \"prompt\": \"Hi\"} | 404 | model_not_found | baseline, unlearned",
        "{MODEL}                                  | 400 | empty_prompt | prompt is empty",
        "{MODEL, \"prompt\": \"\"}                | 400 | empty_prompt | prompt is empty",
        "{MODEL, \"prompt\": []}                  | 400 | empty_prompt | prompt is empty",
        "{MODEL, \"prompt\": [\"a\", \"b\"]}      | 400 | invalid_value | prompt is",
        "{MODEL, \"prompt\": {\"a\": \"b\"}}      | 400 | invalid_value | prompt is",
        "{MODEL, \"prompt\": [1, 2]}              | 400 | invalid_value | prompt is [1,2]",
        "{OK, \"max_tokens\": 512}                | 400 | context_length_exceeded | takes 512",
        "{OK, \"max_tokens\": 0}                  | 400 | invalid_value | max_tokens is 0",
        "{OK, \"max_tokens\": 1.5}                | 400 | invalid_value | max_tokens is 1.5",
        "{OK, \"max_tokens\": 99999999999999999999} | 400 | invalid_value | max_tokens is",
        "{OK, \"max_token\": 3}                   | 400 | unknown_parameter | mean max_tokens?",
        "{OK, \"temperature\": -1}                | 400 | invalid_value | temperature is -1",
        "{OK, \"temperature\": \"hot\"}           | 400 | invalid_value | temperature is \"hot\"",
        "{OK, \"stream\": \"yes\"}                | 400 | invalid_value | stream is \"yes\"",
        "{OK, \"stop\": [\"a\", \"\"]}            | 400 | invalid_value | stop is",
        "{OK, \"stop\": [\"a\",\"b\",\"c\",\"d\",\"e\"]} | 400 | invalid_value | at most 4",
        "{OK, \"seed\": 0.5}                      | 400 | invalid_value | seed is 0.5",
        "{OK, \"n\": 2}                           | 400 | unsupported_parameter | n is not"
            + " supported",
        "{OK, \"top_p\": 0.5}                     | 400 | unsupported_parameter | top_p",
        "{OK, \"echo\": true}                     | 400 | unsupported_parameter | echo",
        "{OK, \"logprobs\": 6}                    | 400 | invalid_value | logprobs is 6",
        "{OK, \"logprobs\": 1, \"stream\": true}  | 400 | invalid_value | whole answers only",
        "{OK, \"stream_options\": {}}             | 400 | invalid_value | stream_options",
      })
  void aBadTextCompletionIsRefused(String body, int status, String code, String message) {
    String whole =
        body.replace("OK", "MODEL, \"prompt\": \"Hi\"").replace("MODEL", "\"model\": \"baseline\"");

    assertRefused(server.post("/v1/completions", whole), status, code, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"unlearned\"}                                    | empty_prompt | messages is empty",
        "\"unlearned\", \"messages\": []}                  | empty_prompt | messages is empty",
        "\"unlearned\", \"messages\": \"Hi\"}              | invalid_value | an array of",
        "\"unlearned\", \"messages\": [\"Hi\"]}            | invalid_value | the role system",
        "\"unlearned\", \"messages\": [{\"role\": \"user\", \"content\": \" \"}]} | empty_prompt |"
            + " empty",
        "\"unlearned\", \"messages\": [{\"role\": \"user\"}]} | invalid_value | content is text",
        "\"unlearned\", \"messages\": [{\"role\": \"tool\", \"content\": \"x\"}]} | invalid_value |"
            + " role",
        "\"unlearned\", \"prompt\": \"Hi\"}                | unknown_parameter | prompt",
        "\"unlearned\", \"top_logprobs\": 2, \"messages\": [{\"role\": \"user\", \"content\":"
            + " \"x\"}]} | invalid_value | needs logprobs",
        "\"baseline\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]} | no_chat_template"
            + " | use /v1/completions",
      })
  void aBadChatIsRefused(String body, String code, String message) {
    assertRefused(server.post("/v1/chat/completions", "{\"model\": " + body), 400, code, message);
  }

  @Test
  void aPromptLongerThanTheContextIsRefused() {
    String body = "{\"model\": \"baseline\", \"prompt\": \"" + "word ".repeat(600) + "\"}";

    assertRefused(
        server.post("/v1/completions", body), 400, "context_length_exceeded", "takes 512");
    assertRefused(
        server.post("/give-aways", "{\"prompt\": \"" + "word ".repeat(600) + "\"}"),
        400,
        "context_length_exceeded",
        "takes 512");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    String body = " ".repeat(Exchange.MOST_BYTES + 1);

    assertRefused(server.post("/v1/completions", body), 413, "too_large", "4194304 bytes");
  }

  @Test
  void unknownPathsAndWrongMethodsAreRefused() {
    assertRefused(server.get("/v1/embeddings"), 404, "not_found", "nothing at /v1/embeddings");
    assertRefused(server.get("/v1/models/gpt-4"), 404, "model_not_found", "baseline, unlearned");
    assertRefused(server.get("/v1/completions"), 405, "method_not_allowed", "takes POST");
    assertRefused(server.post("/", "{}"), 405, "method_not_allowed", "takes GET");
    HttpResponse<String> response =
        server.send(
            server.request("/v1/models").method("DELETE", HttpRequest.BodyPublishers.noBody()));
    assertRefused(response, 405, "method_not_allowed", "not DELETE");
    assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void badQuestionsAboutGiveAwaysAreRefused() {
    assertRefused(
        server.post("/give-aways", "{\"prompt\": \" \"}"), 400, "empty_prompt", "prompt is empty");
    assertRefused(
        server.post("/give-aways", "{\"prompt\": \"a\", \"strings\": [\"\"]}"),
        400,
        "invalid_value",
        "strings is");
    assertRefused(
        server.post("/give-aways", "{\"prompt\": \"a\", \"strings\": [\" \"]}"),
        400,
        "invalid_value",
        "white space alone");
    assertRefused(
        server.post("/give-aways", "{\"text\": \"a\"}"), 400, "unknown_parameter", "text");
  }

  @Test
  void theServerStillAnswersAfterAllThat() {
    assertThat(server.post("/v1/completions", "{").statusCode()).isEqualTo(400);

    HttpResponse<String> response =
        server.post(
            "/v1/completions", "{\"model\": \"baseline\", \"prompt\": \"Hi\", \"max_tokens\": 2}");

    assertThat(response.statusCode()).isEqualTo(200);
  }
}
