package io.github.unlearn4j.weights.hub;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * Fetches one file: into {@code NAME.partial}, from the byte where the last try ended, and to its
 * name only when the hash of the whole is the hub's.
 */
final class FileFetch {
  private static final int CHUNK = 1 << 18;

  private final HubClient client;
  private final HubSettings settings;
  private final HubModel model;
  private final String commit;
  private final HubFile file;
  private final Path target;
  private final Path partial;
  private final Progress.Task task;

  /** Bytes reported so far; a file begun anew reports only what lies beyond. */
  private long reported;

  private boolean damagedOnce;

  FileFetch(
      HubClient client,
      HubSettings settings,
      HubModel model,
      String commit,
      HubFile file,
      Path folder,
      Progress.Task task) {
    this.client = client;
    this.settings = settings;
    this.model = model;
    this.commit = commit;
    this.file = file;
    this.target = folder.resolve(file.name());
    this.partial = folder.resolve(file.name() + ".partial");
    this.task = task;
  }

  /** One try; what came stays for the next one. */
  Path attempt() throws IOException {
    if (FileHash.isWhole(target, file)) {
      report(file.size());
      return target;
    }
    MessageDigest digest = file.newDigest();
    long position = resumeAt(digest);
    report(position);
    if (position < file.size()) {
      download(position, digest);
    }
    if (!file.matches(digest)) {
      throw damaged();
    }
    onDisk(() -> Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING));
    report(file.size());
    return target;
  }

  /** Bytes that are safely on disk, for counting failures. */
  long gained() {
    return reported;
  }

  private long resumeAt(MessageDigest digest) {
    long[] position = {0};
    onDisk(
        () -> {
          if (Files.notExists(partial) || Files.size(partial) > file.size()) {
            Files.write(partial, new byte[0]);
          }
          position[0] = Files.size(partial);
          FileHash.update(digest, partial);
        });
    return position[0];
  }

  private void download(long from, MessageDigest digest) throws IOException {
    HttpResponse<InputStream> response = client.open(model, commit, file, from);
    try (InputStream body = response.body()) {
      boolean whole = response.statusCode() == 200;
      boolean continued = response.statusCode() == 206 && startsAt(response, from);
      if (from > 0 && !continued) {
        // Whatever came instead, the next try begins at the first byte.
        onDisk(() -> Files.delete(partial));
        throw new TryAgain("the server does not resume %s".formatted(file.name()));
      }
      if (from == 0 && !whole) {
        throw new TryAgain("%s came with status %d".formatted(file.name(), response.statusCode()));
      }
      copy(body, from, digest);
    }
  }

  private static boolean startsAt(HttpResponse<InputStream> response, long from) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    return range.startsWith("bytes %d-".formatted(from));
  }

  private void copy(InputStream body, long from, MessageDigest digest) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long position = from;
    try (OutputStream out = append();
        StallGuard guard = new StallGuard(body, settings.stallLimit())) {
      while (position < file.size()) {
        int count = read(body, chunk, guard);
        if (count < 0) {
          throw new TryAgain(
              "%s broke off at byte %d of %d".formatted(file.name(), position, file.size()));
        }
        int taken = (int) Math.min(count, file.size() - position);
        onDisk(() -> out.write(chunk, 0, taken));
        digest.update(chunk, 0, taken);
        position += taken;
        report(position);
      }
    }
  }

  private int read(InputStream body, byte[] chunk, StallGuard guard) throws IOException {
    try {
      int count = body.read(chunk);
      guard.alive();
      return count;
    } catch (IOException problem) {
      throw guard.stalled()
          ? new TryAgain(
              "%s brought nothing for %d s"
                  .formatted(file.name(), settings.stallLimit().toSeconds()))
          : new TryAgain("%s: connection lost".formatted(file.name()));
    }
  }

  /** Once may be a part left from another day; a second time the hub or the way to it is bad. */
  private TryAgain damaged() {
    onDisk(() -> Files.deleteIfExists(partial));
    String what =
        "%s does not have the hub's hash %s and was deleted".formatted(file.name(), file.hash());
    if (damagedOnce) {
      throw new UserError(
          ExitCode.NETWORK, what + " twice; a proxy may change it, or the hub's copy is damaged");
    }
    damagedOnce = true;
    return new TryAgain(what);
  }

  private OutputStream append() {
    OutputStream[] out = new OutputStream[1];
    onDisk(
        () ->
            out[0] =
                Files.newOutputStream(
                    partial, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    return out[0];
  }

  private void report(long position) {
    if (position > reported) {
      task.advance(position - reported, file.name());
      reported = position;
    }
  }

  @FunctionalInterface
  private interface DiskWork {
    void run() throws IOException;
  }

  /** A full disk is no reason to ask the server again. */
  private void onDisk(DiskWork work) {
    try {
      work.run();
    } catch (IOException problem) {
      throw new UserError(
          ExitCode.DISK,
          "cannot write %s: %s; free some space and run the command again to go on"
              .formatted(partial, problem.getMessage()),
          problem);
    }
  }
}
