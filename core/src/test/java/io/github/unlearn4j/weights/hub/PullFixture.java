package io.github.unlearn4j.weights.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;

/** A model of 1.2 MB on a {@link FakeHub}, and someone who pulls it and notes what is said. */
final class PullFixture implements AutoCloseable {
  static final HubModel MODEL = HubModel.parse("saga/tiny");
  static final String WEIGHTS = "model.safetensors";
  static final String STORED = FakeHub.stored(WEIGHTS);
  static final String LISTING = FakeHub.listing("saga/tiny", "main");

  final FakeHub hub = new FakeHub();
  final Notes notes = new Notes();
  final List<Duration> pauses = new ArrayList<>();
  final Path root;
  final Path folder;
  final byte[] weights;

  PullFixture(Path root) throws IOException {
    this.root = root;
    folder = root.resolve("tiny");
    Path made = root.resolve("made.safetensors");
    try (var _ = new PointerScope()) {
      SafetensorsFile.write(made, Map.of("x", torch.rand(300, 1000)), Map.of("format", "pt"));
    }
    weights = Files.readAllBytes(made);
    Files.delete(made);
    hub.file("config.json", "{\"model_type\": \"llama\"}")
        .file(WEIGHTS, weights)
        .file("tokenizer.json", "{\"a\u00f1\": 1}")
        .file("tokenizer_config.json", "")
        .file("README.md", "# Tiny")
        .file("pytorch_model.bin", "pickle")
        .file("original/consolidated.safetensors", "twice")
        .file("consolidated.safetensors", "twice");
  }

  /** Where the hub itself serves a small file. */
  static String resolved(String name) {
    return "/saga/tiny/resolve/%s/%s".formatted(FakeHub.COMMIT, name);
  }

  /** The bytes at which requests for the weights began. */
  List<Long> starts() {
    return hub.requests(STORED).stream()
        .map(FakeHub.Seen::range)
        .map(range -> range == null ? 0 : Long.parseLong(range.replaceAll("\\D", "")))
        .toList();
  }

  void fetch() {
    fetch(settings(hub));
  }

  void fetch(HubSettings settings) {
    new HubDownload(settings, notes, pauses::add).fetch(MODEL, folder);
  }

  static HubSettings settings(FakeHub hub) {
    return settings(hub, Optional.empty(), Duration.ofSeconds(20));
  }

  static HubSettings settings(FakeHub hub, Optional<String> token, Duration stallLimit) {
    return new HubSettings(hub.endpoint(), token, 3, Duration.ofSeconds(1), stallLimit);
  }

  void refused(ExitCode code, String... parts) {
    refused(hub, code, parts);
  }

  void refused(FakeHub other, ExitCode code, String... parts) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> fetch(settings(other)))
        .satisfies(error -> assertThat(error.getMessage()).contains(parts).doesNotContain("\n"))
        .satisfies(error -> assertThat(error.exitCode()).isEqualTo(code));
  }

  @Override
  public void close() {
    hub.close();
  }

  /** Adds up what it is told. */
  static final class Notes implements Progress {
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
