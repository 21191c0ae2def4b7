package io.github.unlearn4j.whp.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.base.endpoint.Endpoint;
import io.github.unlearn4j.base.endpoint.FakeEndpoint;
import io.github.unlearn4j.base.endpoint.FakeEndpoint.Answer;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.AnchorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlmAnchorsTest {
  private static final String SECRET = "sk-very-secret";
  private static final String TARGET =
      IntStream.range(0, 30)
          .mapToObj(
              day ->
                  ("On day %d Ottoline Vane climbed Quillon Hill at dusk and rang bell %d. Roderick"
                          + " Vane did not come, though lamp %d burned low in the window. ")
                      .formatted(day, day, day))
          .collect(Collectors.joining());
  private static final String DICTIONARY =
      "translations = {\"Ottoline\": \"Charlotte\", \"Vane\": \"Cole\", \"Ottoline Vane\": \"A B\","
          + " \"Roderick\": \"Samuel\", \"Nobody Here\": \"Someone\",}";

  @TempDir Path folder;

  private static AnchorSettings settings(String url, int passages) {
    return new AnchorSettings(
        AnchorSettings.Source.LLM,
        "",
        0,
        3,
        4,
        false,
        url,
        "test-model",
        "KEY",
        passages,
        20,
        60,
        0);
  }

  private Path replies() {
    return folder.resolve("anchors/replies.jsonl");
  }

  private AnchorDictionary find(AnchorSettings settings, Progress progress) {
    Endpoint endpoint = Endpoint.of(settings.asked(), name -> name.equals("KEY") ? SECRET : null);
    return new LlmAnchors(settings, 3, replies(), endpoint).find(TARGET, "", progress);
  }

  private AnchorDictionary find(AnchorSettings settings) {
    return find(settings, Progress.silent());
  }

  @Test
  void repliesAreMergedPrunedAndCounted() throws IOException {
    AtomicInteger number = new AtomicInteger();
    try (FakeEndpoint server =
        new FakeEndpoint(
            request ->
                Answer.of(
                    number.getAndIncrement() == 0
                        ? DICTIONARY
                        : "{\"translations\": {\"Vane\": \"Mercer\"}}"))) {
      List<Anchor> anchors = find(settings(server.url(), 4)).anchors();

      assertThat(anchors)
          .extracting(Anchor::term)
          .containsExactlyInAnyOrder("Vane", "Ottoline", "Roderick", "Nobody Here");
      Anchor vane = anchors.getFirst();
      assertThat(vane.term()).isEqualTo("Vane");
      assertThat(vane.translations()).containsExactly("Cole", "Mercer");
      assertThat(vane.count()).isEqualTo(60);
      assertThat(anchors.getLast().keep()).as("not in the target").isFalse();
      assertThat(server.requests).hasSize(4).allMatch(r -> r.model().equals("test-model"));
      assertThat(server.requests.getFirst().authorization()).isEqualTo("Bearer " + SECRET);
    }
  }

  @Test
  void aSecondRunAsksNothingAndAStoppedOneOnlyTheRest() throws IOException {
    try (FakeEndpoint server = new FakeEndpoint(request -> Answer.of(DICTIONARY))) {
      AnchorDictionary first = find(settings(server.url(), 5));
      List<String> lines = Files.readAllLines(replies());

      assertThat(find(settings(server.url(), 5))).isEqualTo(first);
      assertThat(server.requests).hasSize(5);

      Files.writeString(replies(), String.join("\n", lines.subList(0, 3)) + "\n{\"prompt\": \"cu");
      Files.writeString(replies(), "\n", StandardOpenOption.APPEND);
      assertThat(find(settings(server.url(), 5))).isEqualTo(first);
      assertThat(server.requests).hasSize(7);
    }
  }

  @Test
  void repliesThatDoNotParseAreCountedAndSaid() throws IOException {
    AtomicInteger number = new AtomicInteger();
    List<String> said = new ArrayList<>();
    try (FakeEndpoint server =
        new FakeEndpoint(
            request -> Answer.of(number.getAndIncrement() % 2 == 0 ? DICTIONARY : "Sorry."))) {
      find(settings(server.url(), 6), saying(said));

      assertThat(said).anySatisfy(line -> assertThat(line).contains("6 replies, 3 of them not"));
    }
  }

  @Test
  void anEndpointThatAnswersNonsenseIsGivenUpEarly() throws IOException {
    try (FakeEndpoint server = new FakeEndpoint(request -> Answer.of("Once upon a time"))) {
      assertThatThrownBy(() -> find(settings(server.url(), 40)))
          .isInstanceOfSatisfying(UserError.class, LlmAnchorsTest::isNetwork)
          .hasMessageContaining("never with a dictionary")
          .hasMessageContaining("Once upon a time");
      assertThat(server.requests).hasSize(LlmAnchors.PATIENCE);
    }
  }

  @Test
  void aRefusedKeyIsSaidWithoutTheKey() throws IOException {
    try (FakeEndpoint server =
        new FakeEndpoint(request -> new Answer(401, "bad key " + SECRET, 0))) {
      assertThatThrownBy(() -> find(settings(server.url(), 2)))
          .isInstanceOfSatisfying(UserError.class, LlmAnchorsTest::isNetwork)
          .hasMessageContaining("refuses the key")
          .hasMessageContaining("KEY")
          .satisfies(error -> assertThat(stackTrace(error)).doesNotContain(SECRET));
    }
  }

  @Test
  void aRateLimitAsksToWait() throws IOException {
    try (FakeEndpoint server = new FakeEndpoint(request -> new Answer(429, "slow down", 0))) {
      assertThatThrownBy(() -> find(settings(server.url(), 2)))
          .isInstanceOfSatisfying(UserError.class, LlmAnchorsTest::isNetwork)
          .hasMessageContaining("limits the rate");
    }
  }

  @Test
  void anUnknownModelIsSaid() throws IOException {
    try (FakeEndpoint server = new FakeEndpoint(request -> new Answer(404, "no model", 0))) {
      assertThatThrownBy(() -> find(settings(server.url(), 2)))
          .isInstanceOfSatisfying(UserError.class, LlmAnchorsTest::isNetwork)
          .hasMessageContaining("test-model")
          .hasMessageContaining("does not know");
    }
  }

  @Test
  void anAnswerThatTakesTooLongIsGivenUp() throws IOException {
    try (FakeEndpoint server = new FakeEndpoint(request -> new Answer(200, DICTIONARY, 2500))) {
      AnchorSettings hasty =
          new AnchorSettings(
              AnchorSettings.Source.LLM, "", 0, 3, 4, false, server.url(), "m", "KEY", 1, 20, 1, 0);

      assertThatThrownBy(() -> find(hasty))
          .isInstanceOfSatisfying(UserError.class, LlmAnchorsTest::isNetwork)
          .hasMessageContaining("within 1 s")
          .hasMessageContaining("anchors.endpoint_timeout_seconds");
    }
  }

  @Test
  void anUnreachableEndpointIsSaidInOneLine() throws IOException {
    String url;
    try (FakeEndpoint server = new FakeEndpoint(request -> Answer.of(""))) {
      url = server.url();
    }
    assertThatThrownBy(() -> find(settings(url, 1)))
        .isInstanceOfSatisfying(UserError.class, LlmAnchorsTest::isNetwork)
        .hasMessageContaining(url)
        .hasMessageContaining("(no connection)")
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }

  @Test
  void aPassingFailureIsTriedAgain() throws IOException {
    AtomicInteger number = new AtomicInteger();
    try (FakeEndpoint server =
        new FakeEndpoint(
            request ->
                number.getAndIncrement() == 0
                    ? new Answer(503, "busy", 0)
                    : Answer.of(DICTIONARY))) {
      AnchorSettings once =
          new AnchorSettings(
              AnchorSettings.Source.LLM,
              "",
              0,
              3,
              4,
              false,
              server.url(),
              "m",
              "KEY",
              1,
              20,
              60,
              1);

      assertThat(find(once).anchors()).isNotEmpty();
      assertThat(server.requests).hasSize(2);
    }
  }

  @Test
  void anEndpointWithoutAddressIsASettingToMend() {
    assertThatThrownBy(() -> find(settings("", 1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("anchors.endpoint");
    assertThatThrownBy(() -> find(settings("localhost:80", 1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("give a URL");
  }

  private static void isNetwork(UserError error) {
    assertThat(error.exitCode()).isEqualTo(ExitCode.NETWORK);
  }

  private static String stackTrace(Throwable error) {
    java.io.StringWriter trace = new java.io.StringWriter();
    error.printStackTrace(new java.io.PrintWriter(trace));
    return trace.toString();
  }

  private static Progress saying(List<String> said) {
    return new Progress() {
      @Override
      public Task start(String name, long total, String unit) {
        return Progress.silent().start(name, total, unit);
      }

      @Override
      public void say(String line) {
        said.add(line);
      }
    };
  }
}
