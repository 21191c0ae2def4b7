package io.github.unlearn4j.weights.hub;

import static io.github.unlearn4j.weights.hub.PullFixture.LISTING;
import static io.github.unlearn4j.weights.hub.PullFixture.WEIGHTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.github.unlearn4j.base.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubRefusalTest {
  @TempDir Path root;
  private PullFixture pull;

  @BeforeEach
  void fillTheHub() throws IOException {
    pull = new PullFixture(root);
  }

  @AfterEach
  void stopTheHub() {
    pull.close();
  }

  @Test
  void without_a_token_a_private_model_says_to_set_one() {
    pull.hub.requireToken("hf_secret");

    pull.refused(ExitCode.NETWORK, "saga/tiny", "401", "set HF_TOKEN");
    assertThat(pull.pauses).isEmpty();
  }

  @Test
  void a_gated_model_says_where_to_accept_its_terms() {
    String path = PullFixture.resolved("config.json");
    pull.hub.failNext(path, FakeHub.status(403, "X-Error-Code", "GatedRepo"));

    pull.refused(
        ExitCode.NETWORK, "gated", "accept its terms on " + pull.hub.endpoint() + "/saga/tiny");
  }

  @Test
  void a_model_or_revision_that_is_not_there_is_named() {
    pull.hub.failNext(LISTING, FakeHub.status(404, "X-Error-Code", "RevisionNotFound"));
    pull.refused(ExitCode.NETWORK, "saga/tiny has no revision main");

    pull.hub.failNext(LISTING, FakeHub.status(404));
    pull.refused(ExitCode.NETWORK, "no model saga/tiny", "404");
  }

  @Test
  void an_answer_that_is_no_listing_is_refused() {
    pull.hub.failNext(LISTING, exchange -> send(exchange, "<html>welcome</html>"));
    pull.refused(ExitCode.NETWORK, "other than JSON");

    pull.hub.failNext(LISTING, exchange -> send(exchange, "{\"error\": \"no\"}"));
    pull.refused(ExitCode.NETWORK, "no commit or no list of files");
  }

  @Test
  void names_that_lead_out_of_the_folder_are_refused() {
    for (String name :
        List.of("../tokenizer.json", "/etc/x", "a/../../x", "tokenizer\\..\\x", "")) {
      try (FakeHub bad = new FakeHub()) {
        bad.file("config.json", "{}").file(WEIGHTS, pull.weights).alsoList(name);
        pull.refused(bad, ExitCode.NETWORK, "unsafe name");

        assertThat(pull.root.toFile().list()).isEmpty();
      }
    }
  }

  @Test
  void a_model_without_safetensors_is_refused() {
    try (FakeHub bad = new FakeHub()) {
      bad.file("config.json", "{}").file("pytorch_model.bin", "pickle");
      pull.refused(bad, ExitCode.BAD_INPUT, "has no model.safetensors");
    }
  }

  @Test
  void a_folder_with_other_things_in_it_is_left_alone() throws IOException {
    Files.createDirectory(pull.folder);
    Files.writeString(pull.folder.resolve("thesis.txt"), "years of work");

    pull.refused(ExitCode.BAD_INPUT, pull.folder.toString(), "choose another folder");

    assertThat(pull.folder.toFile().list()).containsExactly("thesis.txt");
  }

  @Test
  void a_server_that_is_not_there_is_an_error_of_the_network() {
    pull.hub.close();

    pull.refused(ExitCode.NETWORK, "asking the hub for saga/tiny failed 3 times");
    assertThat(pull.pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    exchange.sendResponseHeaders(200, text.length());
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
