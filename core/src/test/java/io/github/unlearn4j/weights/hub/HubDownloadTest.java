package io.github.unlearn4j.weights.hub;

import static io.github.unlearn4j.weights.hub.PullFixture.LISTING;
import static io.github.unlearn4j.weights.hub.PullFixture.STORED;
import static io.github.unlearn4j.weights.hub.PullFixture.WEIGHTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubDownloadTest {
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
  void fetches_what_a_checkpoint_needs_and_nothing_else() throws IOException {
    pull.fetch();

    assertThat(pull.folder.toFile().list())
        .containsExactlyInAnyOrder(
            "config.json", WEIGHTS, "tokenizer.json", "tokenizer_config.json", "README.md");
    assertThat(Files.readAllBytes(pull.folder.resolve(WEIGHTS))).isEqualTo(pull.weights);
    assertThat(pull.root.toFile().list()).containsExactly("tiny");
    try (Checkpoint checkpoint = Checkpoint.open(pull.folder)) {
      assertThat(checkpoint.names()).containsExactly("x");
    }
    assertThat(pull.notes.done).isEqualTo(pull.notes.total).isGreaterThan(pull.weights.length);
  }

  @Test
  void a_second_run_fetches_no_file_again() {
    pull.fetch();
    pull.hub.seen.clear();

    pull.fetch();

    assertThat(pull.hub.seen).extracting(FakeHub.Seen::path).containsExactly(LISTING);
    assertThat(pull.notes.said).last().asString().contains("already in");
  }

  @Test
  void a_cut_connection_is_resumed_at_the_byte_where_it_broke() throws IOException {
    pull.hub.failNext(
        STORED, pull.hub.cutAfter(WEIGHTS, 400_000), pull.hub.cutAfter(WEIGHTS, 300_000));

    pull.fetch();

    assertThat(Files.readAllBytes(pull.folder.resolve(WEIGHTS))).isEqualTo(pull.weights);
    // The HTTP client may drop the last bytes it had received when the connection breaks.
    assertThat(pull.starts()).hasSize(3).startsWith(0L).isSorted();
    assertThat(pull.starts().get(1)).isBetween(1L, 400_000L);
    assertThat(pull.notes.done).isEqualTo(pull.notes.total);
    assertThat(pull.notes.said).anyMatch(line -> line.contains(WEIGHTS) && line.contains("again"));
  }

  @Test
  void the_next_run_goes_on_where_an_earlier_one_gave_up() throws IOException {
    pull.hub.failNext(STORED, pull.hub.cutAfter(WEIGHTS, 500_000));
    pull.hub.failNext(STORED, FakeHub.status(500), FakeHub.status(502));
    pull.refused(
        ExitCode.NETWORK, "fetching model.safetensors failed 3 times", "run the command again");
    assertThat(pull.folder).doesNotExist();
    pull.hub.seen.clear();

    pull.fetch();

    assertThat(Files.readAllBytes(pull.folder.resolve(WEIGHTS))).isEqualTo(pull.weights);
    assertThat(pull.starts())
        .singleElement()
        .satisfies(at -> assertThat(at).isBetween(1L, 500_000L));
    assertThat(pull.hub.seen)
        .as("finished files are not fetched again")
        .noneMatch(request -> request.path().endsWith("/config.json"));
    assertThat(pull.root.toFile().list()).containsExactly("tiny");
  }

  @Test
  void a_server_without_ranges_sends_the_whole_file_again() throws IOException {
    pull.hub.withoutRanges();
    pull.hub.failNext(STORED, pull.hub.cutAfter(WEIGHTS, 1000));

    pull.fetch();

    assertThat(Files.readAllBytes(pull.folder.resolve(WEIGHTS))).isEqualTo(pull.weights);
  }

  @Test
  void a_silent_connection_is_dropped_and_resumed() throws IOException {
    pull.hub.failNext(STORED, pull.hub.stallAfter(WEIGHTS, 100_000));

    pull.fetch(PullFixture.settings(pull.hub, Optional.empty(), Duration.ofMillis(500)));

    assertThat(Files.readAllBytes(pull.folder.resolve(WEIGHTS))).isEqualTo(pull.weights);
    assertThat(pull.notes.said).anyMatch(line -> line.contains("brought nothing"));
  }

  @Test
  void wrong_bytes_are_deleted_and_fetched_once_more() throws IOException {
    pull.hub.failNext(STORED, pull.hub.wrongBytes(WEIGHTS));

    pull.fetch();

    assertThat(Files.readAllBytes(pull.folder.resolve(WEIGHTS))).isEqualTo(pull.weights);
    assertThat(pull.notes.said)
        .anyMatch(
            line -> line.contains("does not have the hub's hash") && line.contains("deleted"));
  }

  @Test
  void bytes_that_stay_wrong_end_the_run_and_are_not_kept() {
    pull.hub.failNext(STORED, pull.hub.wrongBytes(WEIGHTS), pull.hub.wrongBytes(WEIGHTS));

    pull.refused(ExitCode.NETWORK, WEIGHTS, "deleted twice");

    assertThat(pull.folder).doesNotExist();
    assertThat(pull.root.resolve("tiny.partial").resolve(WEIGHTS)).doesNotExist();
    assertThat(pull.root.resolve("tiny.partial").resolve(WEIGHTS + ".partial")).doesNotExist();
  }

  @Test
  void a_wrong_small_file_is_found_by_its_git_hash() {
    String path = PullFixture.resolved("config.json");
    pull.hub.failNext(path, pull.hub.wrongBytes("config.json"), pull.hub.wrongBytes("config.json"));

    pull.refused(ExitCode.NETWORK, "config.json", "hash");
  }

  @Test
  void a_part_left_from_another_revision_is_replaced() throws IOException {
    Path partial = Files.createDirectory(pull.root.resolve("tiny.partial"));
    Files.write(partial.resolve(WEIGHTS + ".partial"), new byte[5000]);
    Files.writeString(partial.resolve("config.json"), "of another day");
    Files.writeString(partial.resolve("merges.txt"), "no longer in the model");

    pull.fetch();

    assertThat(Files.readAllBytes(pull.folder.resolve(WEIGHTS))).isEqualTo(pull.weights);
    assertThat(pull.folder.resolve("config.json")).content().contains("llama");
    assertThat(pull.folder.resolve("merges.txt")).doesNotExist();
  }

  @Test
  void a_busy_hub_is_asked_again_after_the_pause_it_names() {
    pull.hub.failNext(LISTING, FakeHub.status(429, "Retry-After", "7"), FakeHub.status(503));

    pull.fetch();

    assertThat(pull.pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2));
  }

  @Test
  void the_token_goes_to_the_hub_and_not_where_the_hub_points() {
    pull.hub.requireToken("hf_secret");

    pull.fetch(PullFixture.settings(pull.hub, Optional.of("hf_secret"), Duration.ofSeconds(20)));

    assertThat(pull.hub.seen)
        .filteredOn(request -> request.server().equals("hub"))
        .isNotEmpty()
        .allMatch(request -> "Bearer hf_secret".equals(request.authorization()));
    assertThat(pull.hub.requests(STORED))
        .isNotEmpty()
        .allMatch(request -> request.authorization() == null);
    assertThat(pull.notes.said).noneMatch(line -> line.contains("hf_secret"));
  }
}
