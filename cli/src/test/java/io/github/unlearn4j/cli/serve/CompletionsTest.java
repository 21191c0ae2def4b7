package io.github.unlearn4j.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.model.Generator;
import io.github.unlearn4j.model.LogLikelihood;
import io.github.unlearn4j.text.ChatTemplate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers over HTTP, whole and streamed, against what the library gives directly. */
class CompletionsTest {
  private static final String PROMPT = "Once upon a time there was a";

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

  private static String body(String model, String more) {
    return "{\"model\": \"%s\", \"prompt\": \"%s\", %s}".formatted(model, PROMPT, more);
  }

  /** Greedy tokens of the model itself, computed on its thread. */
  private static int[] greedy(String name, int[] prompt, int tokens) throws Exception {
    ServedModel model = server.model(name);
    AtomicReference<int[]> answer = new AtomicReference<>();
    Generator.Options options = new Generator.Options(tokens, 0, 1, model.tokenizer().stopIds());
    model
        .submit(() -> answer.set(Generator.generate(model.decoder(), prompt, options, token -> {})))
        .get();
    return answer.get();
  }

  private static int[] ids(String name, String text) {
    return server.model(name).tokenizer().encode(text, true).ids();
  }

  private static String joined(List<JsonNode> events, String path) {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(event.at("/choices/0" + path).asText("")));
    return text.toString();
  }

  @Test
  void aWholeCompletionIsWhatTheGeneratorGives() throws Exception {
    for (String model : List.of("baseline", "unlearned")) {
      int[] prompt = ids(model, PROMPT);
      int[] expected = greedy(model, prompt, 20);

      HttpResponse<String> response =
          server.post("/v1/completions", body(model, "\"max_tokens\": 20, \"temperature\": 0"));

      JsonNode answer = TestServer.json(response);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(answer.path("object").asText()).isEqualTo("text_completion");
      assertThat(answer.path("model").asText()).isEqualTo(model);
      assertThat(answer.at("/choices/0/text").asText())
          .isEqualTo(server.model(model).tokenizer().decode(expected))
          .isNotBlank();
      assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
      assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(prompt.length);
      assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(20);
      assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(prompt.length + 20);
    }
  }

  @Test
  void streamedPiecesJoinToTheWholeAnswerEvenOfBrokenCharacters() {
    // So hot that the tokens are nearly random: bytes that make no character are among them.
    boolean broken = false;
    for (int seed = 0; seed < 4; seed++) {
      String wish = "\"max_tokens\": 60, \"temperature\": 2, \"seed\": " + seed;
      JsonNode whole = TestServer.json(server.post("/v1/completions", body("baseline", wish)));

      HttpResponse<Stream<String>> response =
          server.stream(
              "/v1/completions",
              body(
                  "baseline",
                  wish + ", \"stream\": true, \"stream_options\": {\"include_usage\": true}"));

      List<JsonNode> events = TestServer.events(response.body());
      String text = whole.at("/choices/0/text").asText();
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      assertThat(joined(events, "/text")).isEqualTo(text);
      assertThat(events.getLast().path("choices")).isEmpty();
      assertThat(events.getLast().path("usage")).isEqualTo(whole.path("usage"));
      assertThat(events.get(events.size() - 2).at("/choices/0/finish_reason"))
          .isEqualTo(whole.at("/choices/0/finish_reason"));
      assertThat(events.stream().map(event -> event.path("id").asText()).distinct()).hasSize(1);
      broken |= text.contains("\uFFFD");
    }
    assertThat(broken).as("some answer holds broken characters").isTrue();
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherSeedDrawsOtherTokens() {
    String one = body("baseline", "\"temperature\": 1, \"seed\": 7, \"max_tokens\": 24");
    String other = body("baseline", "\"temperature\": 1, \"seed\": 8, \"max_tokens\": 24");

    String first = TestServer.json(server.post("/v1/completions", one)).at("/choices/0").toString();

    assertThat(TestServer.json(server.post("/v1/completions", one)).at("/choices/0"))
        .hasToString(first);
    assertThat(TestServer.json(server.post("/v1/completions", other)).at("/choices/0").toString())
        .isNotEqualTo(first);
  }

  @Test
  void aStopStringEndsTheAnswerAndIsNoPartOfIt() throws Exception {
    int[] tokens = greedy("baseline", ids("baseline", PROMPT), 20);
    String whole = server.model("baseline").tokenizer().decode(tokens);
    String stop = whole.substring(9, 12);
    String wish = "\"max_tokens\": 20, \"temperature\": 0, \"stop\": [\"" + stop + "\"]";

    JsonNode answer = TestServer.json(server.post("/v1/completions", body("baseline", wish)));
    List<JsonNode> events =
        TestServer.events(
            server.stream("/v1/completions", body("baseline", wish + ", \"stream\": true")).body());

    String expected = whole.substring(0, whole.indexOf(stop));
    assertThat(answer.at("/choices/0/text").asText()).isEqualTo(expected);
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(answer.at("/usage/completion_tokens").asInt()).isLessThan(20);
    assertThat(joined(events, "/text")).isEqualTo(expected);
  }

  @Test
  void aChatIsWrittenByTheTemplateOfTheCheckpoint() throws Exception {
    String messages =
        "\"messages\": [{\"role\": \"system\", \"content\": \"Be brief.\"},"
            + " {\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"Who?\"}]}]";
    String wish =
        "{\"model\": \"unlearned\", \"max_completion_tokens\": 12, \"temperature\": 0, " + messages;
    ServedModel model = server.model("unlearned");
    String rendered =
        model
            .template()
            .orElseThrow()
            .render(
                List.of(
                    new ChatTemplate.Message("system", "Be brief."),
                    new ChatTemplate.Message("user", "Who?")),
                true);
    int[] prompt = model.tokenizer().encode(rendered, false).ids();
    String expected = model.tokenizer().decode(greedy("unlearned", prompt, 12));

    JsonNode answer = TestServer.json(server.post("/v1/chat/completions", wish + "}"));
    List<JsonNode> events =
        TestServer.events(
            server.stream("/v1/chat/completions", wish + ", \"stream\": true}").body());

    assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
    assertThat(answer.at("/choices/0/message/role").asText()).isEqualTo("assistant");
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo(expected);
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(prompt.length);
    assertThat(events.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(events.getFirst().path("object").asText()).isEqualTo("chat.completion.chunk");
    assertThat(joined(events, "/delta/content")).isEqualTo(expected);
  }

  @Test
  void logProbabilitiesAreThoseOfTheModelAndTheGreedyTokenIsTheLikeliest() throws Exception {
    int[] prompt = ids("baseline", PROMPT);
    int[] answer = greedy("baseline", prompt, 8);
    int[] all = IntStream.concat(IntStream.of(prompt), IntStream.of(answer)).toArray();
    ServedModel model = server.model("baseline");
    AtomicReference<double[]> expected = new AtomicReference<>();
    model
        .submit(
            () ->
                expected.set(
                    LogLikelihood.of(
                            model.decoder(), List.of(new LogLikelihood.Request(all, prompt.length)))
                        .getFirst()))
        .get();

    JsonNode scores =
        TestServer.json(
                server.post(
                    "/v1/completions",
                    body("baseline", "\"max_tokens\": 8, \"temperature\": 0, \"logprobs\": 3")))
            .at("/choices/0/logprobs");

    assertThat(scores.path("token_logprobs")).hasSize(8);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      double value = scores.path("token_logprobs").path(i).doubleValue();
      assertThat(value).isCloseTo(expected.get()[i], within(1e-5));
      assertThat(scores.path("text_offset").path(i).intValue()).isEqualTo(text.length());
      text.append(scores.path("tokens").path(i).textValue());
      JsonNode top = scores.path("top_logprobs").path(i);
      assertThat(top).hasSize(3);
      assertThat(top.elements().next().doubleValue()).isEqualTo(value);
    }
    assertThat(text.toString()).isEqualTo(model.tokenizer().decode(answer));
  }

  @Test
  void requestsForOneModelAreAnsweredInTurnAndNoneIsLost() {
    String wish = body("baseline", "\"max_tokens\": 12, \"temperature\": 0");
    String expected =
        TestServer.json(server.post("/v1/completions", wish)).at("/choices/0").toString();

    List<CompletableFuture<String>> answers =
        IntStream.range(0, 12)
            .mapToObj(i -> wish.replace("baseline", i % 2 == 0 ? "baseline" : "unlearned"))
            .map(
                text ->
                    CompletableFuture.supplyAsync(
                        () -> server.post("/v1/completions", text).body()))
            .toList();

    for (int i = 0; i < answers.size(); i++) {
      JsonNode choice = TestServer.json(answers.get(i).join()).at("/choices/0");
      assertThat(choice.toString().equals(expected)).isEqualTo(i % 2 == 0);
    }
  }
}
