package io.github.unlearn4j.weights.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.weights.Checkpoint;
import io.github.unlearn4j.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubDownloadTest {
  private static final HubModel MODEL = HubModel.parse("saga/tiny");
  private static final String WEIGHTS = "model.safetensors";
  private static final String STORED = FakeHub.stored(WEIGHTS);
  private static final String LISTING = FakeHub.listing("saga/tiny", "main");

  @TempDir Path root;
  private final FakeHub hub = new FakeHub();
  private final Notes notes = new Notes();
  private final List<Duration> pauses = new ArrayList<>();
  private Path folder;
  private byte[] weights;

  @BeforeEach
  void fillTheHub() throws IOException {
    folder = root.resolve("tiny");
    Path made = root.resolve("made.safetensors");
    try (var _ = new PointerScope()) {
      SafetensorsFile.write(made, Map.of("x", torch.rand(300, 1000)), Map.of("format", "pt"));
    }
    weights = Files.readAllBytes(made);
    Files.delete(made);
    hub.file("config.json", "{\"model_type\": \"llama\"}")
        .file(WEIGHTS, weights)
        .file("tokenizer.json", "{\"añ\": 1}")
        .file("tokenizer_config.json", "")
        .file("README.md", "# Tiny")
        .file("pytorch_model.bin", "pickle")
        .file("original/consolidated.safetensors", "twice")
        .file("consolidated.safetensors", "twice");
  }

  @AfterEach
  void stopTheHub() {
    hub.close();
  }

  @Test
  void fetches_what_a_checkpoint_needs_and_nothing_else() throws IOException {
    fetch();

    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "config.json", WEIGHTS, "tokenizer.json", "tokenizer_config.json", "README.md");
    assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(weights);
    assertThat(root.toFile().list()).containsExactly("tiny");
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.names()).containsExactly("x");
    }
    assertThat(notes.done).isEqualTo(notes.total).isGreaterThan(weights.length);
  }

  @Test
  void a_second_run_fetches_no_file_again() {
    fetch();
    hub.seen.clear();

    fetch();

    assertThat(hub.seen).extracting(FakeHub.Seen::path).containsExactly(LISTING);
    assertThat(notes.said).last().asString().contains("already in");
  }

  @Test
  void a_cut_connection_is_resumed_at_the_byte_where_it_broke() throws IOException {
    hub.failNext(STORED, hub.cutAfter(WEIGHTS, 400_000), hub.cutAfter(WEIGHTS, 300_000));

    fetch();

    assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(weights);
    // The HTTP client may drop the last bytes it had received when the connection breaks.
    assertThat(starts()).hasSize(3).startsWith(0L).isSorted();
    assertThat(starts().get(1)).isBetween(300_000L, 400_000L);
    assertThat(notes.done).isEqualTo(notes.total);
    assertThat(notes.said).anyMatch(line -> line.contains(WEIGHTS) && line.contains("again"));
  }

  @Test
  void the_next_run_goes_on_where_an_earlier_one_gave_up() throws IOException {
    hub.failNext(STORED, hub.cutAfter(WEIGHTS, 500_000));
    hub.failNext(STORED, FakeHub.status(500), FakeHub.status(502));
    refused(ExitCode.NETWORK, "fetching model.safetensors failed 3 times", "run the command again");
    assertThat(folder).doesNotExist();
    hub.seen.clear();

    fetch();

    assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(weights);
    assertThat(starts()).singleElement().satisfies(at -> assertThat(at).isGreaterThan(400_000L));
    assertThat(hub.seen)
        .as("finished files are not fetched again")
        .noneMatch(request -> request.path().endsWith("/config.json"));
    assertThat(root.toFile().list()).containsExactly("tiny");
  }

  @Test
  void a_server_without_ranges_sends_the_whole_file_again() throws IOException {
    hub.withoutRanges();
    hub.failNext(STORED, hub.cutAfter(WEIGHTS, 1000));

    fetch();

    assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(weights);
  }

  @Test
  void a_silent_connection_is_dropped_and_resumed() throws IOException {
    hub.failNext(STORED, hub.stallAfter(WEIGHTS, 100_000));

    new HubDownload(settings(Optional.empty(), Duration.ofMillis(500)), notes, pauses::add)
        .fetch(MODEL, folder);

    assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(weights);
    assertThat(notes.said).anyMatch(line -> line.contains("brought nothing"));
  }

  @Test
  void wrong_bytes_are_deleted_and_fetched_once_more() throws IOException {
    hub.failNext(STORED, hub.wrongBytes(WEIGHTS));

    fetch();

    assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(weights);
    assertThat(notes.said)
        .anyMatch(
            line -> line.contains("does not have the hub's hash") && line.contains("deleted"));
  }

  @Test
  void bytes_that_stay_wrong_end_the_run_and_are_not_kept() {
    hub.failNext(STORED, hub.wrongBytes(WEIGHTS), hub.wrongBytes(WEIGHTS));

    refused(ExitCode.NETWORK, WEIGHTS, "deleted twice");

    assertThat(folder).doesNotExist();
    assertThat(root.resolve("tiny.partial").resolve(WEIGHTS)).doesNotExist();
    assertThat(root.resolve("tiny.partial").resolve(WEIGHTS + ".partial")).doesNotExist();
  }

  @Test
  void a_wrong_small_file_is_found_by_its_git_hash() {
    String path = "/saga/tiny/resolve/%s/config.json".formatted(FakeHub.COMMIT);
    hub.failNext(path, hub.wrongBytes("config.json"), hub.wrongBytes("config.json"));

    refused(ExitCode.NETWORK, "config.json", "hash");
  }

  @Test
  void a_part_left_from_another_revision_is_replaced() throws IOException {
    Path partial = Files.createDirectory(root.resolve("tiny.partial"));
    Files.write(partial.resolve(WEIGHTS + ".partial"), new byte[5000]);
    Files.writeString(partial.resolve("config.json"), "of another day");
    Files.writeString(partial.resolve("merges.txt"), "no longer in the model");

    fetch();

    assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(weights);
    assertThat(folder.resolve("config.json")).content().contains("llama");
    assertThat(folder.resolve("merges.txt")).doesNotExist();
  }

  @Test
  void a_busy_hub_is_asked_again_after_the_pause_it_names() {
    hub.failNext(LISTING, FakeHub.status(429, "Retry-After", "7"), FakeHub.status(503));

    fetch();

    assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2));
  }

  @Test
  void the_token_goes_to_the_hub_and_not_where_the_hub_points() {
    hub.requireToken("hf_secret");

    new HubDownload(settings(Optional.of("hf_secret"), Duration.ofSeconds(20)), notes, pauses::add)
        .fetch(MODEL, folder);

    assertThat(hub.seen)
        .filteredOn(request -> request.server().equals("hub"))
        .isNotEmpty()
        .allMatch(request -> "Bearer hf_secret".equals(request.authorization()));
    assertThat(hub.requests(STORED))
        .isNotEmpty()
        .allMatch(request -> request.authorization() == null);
    assertThat(notes.said).noneMatch(line -> line.contains("hf_secret"));
  }

  @Test
  void without_a_token_a_private_model_says_to_set_one() {
    hub.requireToken("hf_secret");

    refused(ExitCode.NETWORK, "saga/tiny", "401", "set HF_TOKEN");
    assertThat(pauses).isEmpty();
  }

  @Test
  void a_gated_model_says_where_to_accept_its_terms() {
    String path = "/saga/tiny/resolve/%s/config.json".formatted(FakeHub.COMMIT);
    hub.failNext(path, FakeHub.status(403, "X-Error-Code", "GatedRepo"));

    refused(ExitCode.NETWORK, "gated", "accept its terms on " + hub.endpoint() + "/saga/tiny");
  }

  @Test
  void a_model_or_revision_that_is_not_there_is_named() {
    hub.failNext(LISTING, FakeHub.status(404, "X-Error-Code", "RevisionNotFound"));
    refused(ExitCode.NETWORK, "saga/tiny has no revision main");

    hub.failNext(LISTING, FakeHub.status(404));
    refused(ExitCode.NETWORK, "no model saga/tiny", "404");
  }

  @Test
  void an_answer_that_is_no_listing_is_refused() {
    hub.failNext(LISTING, exchange -> send(exchange, "<html>welcome</html>"));
    refused(ExitCode.NETWORK, "other than JSON");

    hub.failNext(LISTING, exchange -> send(exchange, "{\"error\": \"no\"}"));
    refused(ExitCode.NETWORK, "no commit or no list of files");
  }

  @Test
  void names_that_lead_out_of_the_folder_are_refused() {
    for (String name :
        List.of("../tokenizer.json", "/etc/x", "a/../../x", "tokenizer\\..\\x", "")) {
      try (FakeHub bad = new FakeHub()) {
        bad.file("config.json", "{}").file(WEIGHTS, weights).alsoList(name);
        HubSettings settings =
            new HubSettings(
                bad.endpoint(), Optional.empty(), 3, Duration.ofMillis(1), Duration.ofSeconds(20));

        assertThatExceptionOfType(UserError.class)
            .isThrownBy(() -> new HubDownload(settings, notes).fetch(MODEL, folder))
            .withMessageContaining("unsafe name");
        assertThat(root.toFile().list()).isEmpty();
      }
    }
  }

  @Test
  void a_model_without_safetensors_is_refused() {
    try (FakeHub bad = new FakeHub()) {
      bad.file("config.json", "{}").file("pytorch_model.bin", "pickle");
      HubSettings settings =
          new HubSettings(
              bad.endpoint(), Optional.empty(), 3, Duration.ofMillis(1), Duration.ofSeconds(20));

      assertThatExceptionOfType(UserError.class)
          .isThrownBy(() -> new HubDownload(settings, notes).fetch(MODEL, folder))
          .withMessageContaining("has no model.safetensors");
    }
  }

  @Test
  void a_folder_with_other_things_in_it_is_left_alone() throws IOException {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("thesis.txt"), "years of work");

    refused(ExitCode.BAD_INPUT, folder.toString(), "choose another folder");

    assertThat(folder.toFile().list()).containsExactly("thesis.txt");
  }

  @Test
  void a_server_that_is_not_there_is_an_error_of_the_network() {
    hub.close();

    refused(ExitCode.NETWORK, "asking the hub for saga/tiny failed 3 times");
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  /** The bytes at which requests for the weights began. */
  private List<Long> starts() {
    return hub.requests(STORED).stream()
        .map(FakeHub.Seen::range)
        .map(range -> range == null ? 0 : Long.parseLong(range.replaceAll("\\D", "")))
        .toList();
  }

  private void fetch() {
    new HubDownload(settings(Optional.empty(), Duration.ofSeconds(20)), notes, pauses::add)
        .fetch(MODEL, folder);
  }

  private HubSettings settings(Optional<String> token, Duration stallLimit) {
    return new HubSettings(hub.endpoint(), token, 3, Duration.ofSeconds(1), stallLimit);
  }

  private void refused(ExitCode code, String... parts) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(this::fetch)
        .satisfies(error -> assertThat(error.getMessage()).contains(parts).doesNotContain("\n"))
        .satisfies(error -> assertThat(error.exitCode()).isEqualTo(code));
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    exchange.sendResponseHeaders(200, text.length());
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds up what it is told. */
  private static final class Notes implements Progress {
    final List<String> said = new ArrayList<>();
    long total;
    long done;

    @Override
    public Task start(String name, long total, String unit) {
      this.total = total;
      this.done = 0;
      return new Task() {
        @Override
        public void advance(long units, String note) {
          done += units;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void say(String line) {
      said.add(line);
    }
  }
}
