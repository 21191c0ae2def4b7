package io.github.unlearn4j.base.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.base.endpoint.FakeEndpoint.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static final EndpointSettings.Keys KEYS =
      new EndpointSettings.Keys("here.url", "here.model", "here.seconds", "lower here.words");

  private static Endpoint endpoint(String url, int seconds, int retries) {
    return Endpoint.of(
        new EndpointSettings(url, "m", "KEY", seconds, retries, 0, KEYS), name -> "sk-secret");
  }

  private static UserError failure(FakeEndpoint server, int seconds, int retries) {
    try {
      endpoint(server.url(), seconds, retries).ask("?");
    } catch (UserError error) {
      return error;
    }
    throw new AssertionError("it answered");
  }

  @Test
  void aRateLimitIsWaitedForAsLongAsTheServerAsks() throws IOException {
    AtomicInteger number = new AtomicInteger();
    long start = System.nanoTime();
    try (FakeEndpoint server =
        new FakeEndpoint(
            request ->
                number.getAndIncrement() == 0
                    ? new Answer(429, "slow down", 0, Map.of("Retry-After", "2"))
                    : Answer.of("yes"))) {

      assertThat(endpoint(server.url(), 30, 1).ask("?")).isEqualTo("yes");

      assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(2);
      assertThat(server.requests).hasSize(2);
    }
  }

  @Test
  void aServerThatAsksToWaitForAnHourIsNotWaitedFor() throws IOException {
    try (FakeEndpoint server =
        new FakeEndpoint(
            request -> new Answer(429, "come tomorrow", 0, Map.of("Retry-After", "3600")))) {
      UserError error = failure(server, 5, 3);

      assertThat(error).hasMessageContaining("asks to wait 3600 s");
      assertThat(error.exitCode()).isEqualTo(ExitCode.NETWORK);
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void aServerThatKeepsFailingIsGivenUpAfterTheRetries() throws IOException {
    try (FakeEndpoint server = new FakeEndpoint(request -> new Answer(500, "oh", 0))) {
      assertThat(failure(server, 5, 2)).hasMessageContainingAll("HTTP 500", "check here.url");
      assertThat(server.requests).hasSize(3);
    }
  }

  @Test
  void aSlowServerIsGivenUpAndTheSettingNamed() throws IOException {
    try (FakeEndpoint server = new FakeEndpoint(request -> new Answer(200, "late", 2500))) {
      assertThat(failure(server, 1, 0)).hasMessageContainingAll("within 1 s", "raise here.seconds");
    }
  }

  @Test
  void aRefusalThatWillNotPassIsNotTriedAgain() throws IOException {
    try (FakeEndpoint server = new FakeEndpoint(request -> new Answer(401, "no sk-secret", 0))) {
      UserError error = failure(server, 5, 3);

      assertThat(error).hasMessageContainingAll("refuses the key", "variable KEY");
      assertThat(error.getMessage()).doesNotContain("sk-secret");
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void aServerThatRepeatsTheKeyDoesNotGetItIntoAnAnswer() throws IOException {
    try (FakeEndpoint server =
        new FakeEndpoint(request -> Answer.of("you said " + request.authorization()))) {
      assertThat(endpoint(server.url(), 5, 0).ask("?")).isEqualTo("you said Bearer ***");
    }
  }

  @Test
  void aUrlThatHoldsASecretIsRefusedWithoutRepeatingIt() {
    for (String url : new String[] {"http://me:hush@host/v1", "https://host/v1?key=hush"}) {
      assertThatThrownBy(() -> endpoint(url, 5, 0))
          .isInstanceOf(UserError.class)
          .hasMessageContainingAll("here.url", "environment variable KEY")
          .satisfies(error -> assertThat(error.getMessage()).doesNotContain("hush"));
    }
  }
}
