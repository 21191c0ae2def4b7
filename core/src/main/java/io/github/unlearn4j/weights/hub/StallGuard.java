package io.github.unlearn4j.weights.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream that has brought nothing for a while, so that a read which waits on a dead
 * connection fails instead of waiting for ever; the HTTP client limits only the wait for headers.
 */
final class StallGuard implements AutoCloseable {
  private final Thread watcher;
  private volatile long lastMoment = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(InputStream stream, Duration limit) {
    watcher =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    long left = limit.toNanos();
                    while (left > 0) {
                      Thread.sleep(Duration.ofNanos(left));
                      left = limit.toNanos() - (System.nanoTime() - lastMoment);
                    }
                    stalled = true;
                    stream.close();
                  } catch (InterruptedException | IOException done) {
                    // Interrupted by close(): the stream ended in time.
                  }
                });
  }

  /** Something came. */
  void alive() {
    lastMoment = System.nanoTime();
  }

  boolean stalled() {
    return stalled;
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
