package io.github.unlearn4j.weights.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A failure that may pass: a busy server, a dropped connection, content that came damaged. */
final class TryAgain extends IOException {
  private final transient Optional<Duration> serverPause;

  TryAgain(String message) {
    this(message, Optional.empty());
  }

  TryAgain(String message, Optional<Duration> serverPause) {
    super(message);
    this.serverPause = serverPause;
  }

  /** How long the server asks us to wait. */
  Optional<Duration> serverPause() {
    return serverPause;
  }
}
