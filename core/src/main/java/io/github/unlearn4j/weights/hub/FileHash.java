package io.github.unlearn4j.weights.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Hashes of files on disk. */
final class FileHash {
  private static final int CHUNK = 1 << 20;

  private FileHash() {}

  /** Whether {@code path} is there with the size and hash the hub gives. */
  static boolean isWhole(Path path, HubFile expected) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) != expected.size()) {
      return false;
    }
    MessageDigest digest = expected.newDigest();
    update(digest, path);
    return expected.matches(digest);
  }

  static void update(MessageDigest digest, Path path) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(path)) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    }
  }
}
