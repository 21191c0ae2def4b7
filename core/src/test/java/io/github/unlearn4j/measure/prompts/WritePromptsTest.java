package io.github.unlearn4j.measure.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.base.endpoint.Endpoint;
import io.github.unlearn4j.base.endpoint.EndpointSettings;
import io.github.unlearn4j.base.endpoint.FakeEndpoint;
import io.github.unlearn4j.base.endpoint.FakeEndpoint.Answer;
import io.github.unlearn4j.measure.ProbabilityPrompt;
import io.github.unlearn4j.measure.PromptHalf;
import io.github.unlearn4j.measure.PromptSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritePromptsTest {
  private static final String TARGET =
      IntStream.range(0, 60)
          .mapToObj(day -> "On day %d Ottoline Vane climbed Quillon\nHill at dusk. ".formatted(day))
          .collect(Collectors.joining());

  @TempDir Path folder;

  private WrittenPrompts write(FakeEndpoint server, int passages, int parallel) {
    EndpointSettings settings =
        new EndpointSettings(
            server.url(), "m", "", 20, 0, 0, new EndpointSettings.Keys("u", "m", "t", "s"));
    Endpoint endpoint = Endpoint.of(settings, name -> null);
    return new WritePrompts(endpoint, folder.resolve("replies.jsonl"), parallel)
        .run(TARGET, passages, 20, 3, 5, Progress.silent());
  }

  private static String json(String prompt, String answers, String subtlety) {
    return "{\"prompt\": \"%s\", \"answers\": %s, \"subtlety\": %s}"
        .formatted(prompt, answers, subtlety);
  }

  @Test
  void whatDoesNotHoldWaterIsThrownAwayAndCounted() throws IOException {
    String reply =
        "Here you are {as asked}:\n```json\n{\"prompts\": ["
            + String.join(
                ",\n",
                json("At dusk she climbed the old …", "[\"Quillon Hill\", \"Nowhere\"]", "4"),
                json("AT DUSK she climbed the old...", "[\"Vane\"]", "4"),
                json("At dusk the climber was Mr. Smith and", "[\"Moriarty\"]", "4"),
                json("The lady Ottoline VANE was also called", "[\"Vane\"]", "4"),
                json("Who was", "[\"Vane\"]", "4"),
                json("Nobody knows an answer to this", "[]", "4"),
                json("The lady who walked up every evening was", "\"Ottoline\"", "11"))
            + "]}\n```\nand {\"prompt\": \"this one was cut";
    try (FakeEndpoint server = new FakeEndpoint(request -> Answer.of(reply))) {
      WrittenPrompts written = write(server, 1, 1);

      assertThat(written.probability())
          .containsExactly(
              new ProbabilityPrompt(
                  "At dusk she climbed the old",
                  List.of("Quillon Hill"),
                  List.of(),
                  null,
                  4,
                  PromptHalf.TUNE),
              new ProbabilityPrompt(
                  "The lady who walked up every evening was",
                  List.of("Ottoline"),
                  List.of(),
                  null,
                  null,
                  PromptHalf.TUNE));
      assertThat(written.giveaways().names()).containsExactly("Quillon Hill", "Ottoline");
      assertThat(written.thrownAway())
          .containsEntry("the same prompt again", 1)
          .containsEntry("answers do not stand in the target", 1)
          .containsEntry("answers stand in the prompt itself", 1)
          .containsEntry("without an answer", 1)
          .containsEntry("not between 4 and 60 words long", 1)
          .hasSize(5);
    }
  }

  @Test
  void theFilesAreReadByMeasureAndPassagesAlternateBetweenTheHalves() throws IOException {
    AtomicInteger number = new AtomicInteger();
    try (FakeEndpoint server =
        new FakeEndpoint(
            request ->
                Answer.of(
                    json(
                        "Evening number %d saw her on".formatted(number.incrementAndGet()),
                        "[\"Quillon Hill\"]",
                        "6")))) {
      WrittenPrompts written = write(server, 12, 1);
      written.save(folder);

      PromptSet read = PromptSet.read(List.of(folder));
      assertThat(read.probability()).isEqualTo(written.probability()).hasSize(12);
      assertThat(read.completion().prompts()).isEqualTo(written.completion());
      assertThat(read.completion().giveaways()).isEqualTo(written.giveaways());
      assertThat(written.completion().getFirst().answers()).containsExactly("Quillon Hill");
      assertThat(written.probability())
          .extracting(ProbabilityPrompt::split)
          .startsWith(PromptHalf.TUNE, PromptHalf.REPORT, PromptHalf.TUNE)
          .filteredOn(half -> half == PromptHalf.REPORT)
          .hasSize(6);
    }
  }

  @Test
  void afterAFailureItGoesOnWhereItStopped() throws IOException {
    AtomicInteger number = new AtomicInteger();
    String good = json("At dusk she climbed the old", "[\"Quillon Hill\"]", "4");
    try (FakeEndpoint server =
        new FakeEndpoint(
            request ->
                number.incrementAndGet() == 6 ? new Answer(401, "no", 0) : Answer.of(good))) {
      assertThatThrownBy(() -> write(server, 10, 1)).isInstanceOf(UserError.class);

      WrittenPrompts written = write(server, 10, 1);

      assertThat(written.replies()).isEqualTo(10);
      assertThat(written.asked()).isLessThanOrEqualTo(5);
      assertThat(write(server, 10, 1).asked()).isZero();
    }
  }

  @Test
  void aModelThatWritesNothingUsableIsGivenUpEarly() throws IOException {
    try (FakeEndpoint server = new FakeEndpoint(request -> Answer.of("Once upon a time"))) {
      assertThatThrownBy(() -> write(server, 30, 2))
          .isInstanceOfSatisfying(
              UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.NETWORK))
          .hasMessageContainingAll("no prompt that can be used in 8 replies", "Once upon a time");
      assertThat(server.requests).hasSize(WritePrompts.PATIENCE);
    }
  }
}
