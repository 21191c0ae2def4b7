package io.github.unlearn4j.run;

import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A short hash of files and folders: the same content gives the same one, wherever it lies. Of a
 * file above 64 MiB it reads the size, both ends and 62 places between, 64 KiB each: training
 * changes a checkpoint everywhere, and gigabytes need not be read to see that.
 */
final class Fingerprint {
  static final long WHOLE_BYTES = 64L << 20;
  private static final int PIECE_BYTES = 64 << 10;
  private static final int PIECES = 64;

  private final MessageDigest digest;

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Hash of several files or folders, in this order; a missing one is an error. */
  static String of(List<Path> paths) {
    Fingerprint fingerprint = new Fingerprint();
    paths.forEach(fingerprint::add);
    return HexFormat.of().formatHex(fingerprint.digest.digest(), 0, 8);
  }

  private void add(Path path) {
    if (!Files.exists(path)) {
      throw UserError.badInput("missing: " + path);
    }
    try (var walk = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      // A model card tells of a checkpoint; the report rewrites it.
      boolean checkpoint = Files.exists(path.resolve("config.json"));
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        if (checkpoint && file.getFileName().toString().equals("README.md")) {
          continue;
        }
        addFile(path.relativize(file).toString(), file);
      }
    } catch (IOException | UncheckedIOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(path, problem));
    }
  }

  private void addFile(String name, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      digest.update((name + "\0" + size + "\0").getBytes(StandardCharsets.UTF_8));
      ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
      long pieces = size <= WHOLE_BYTES ? (size + PIECE_BYTES - 1) / PIECE_BYTES : PIECES;
      for (long i = 0; i < pieces; i++) {
        long start =
            size <= WHOLE_BYTES ? i * PIECE_BYTES : (size - PIECE_BYTES) / (PIECES - 1) * i;
        boolean last = size > WHOLE_BYTES && i == pieces - 1;
        read(channel, piece, last ? size - PIECE_BYTES : start);
        digest.update(piece);
      }
    }
  }

  private static void read(FileChannel channel, ByteBuffer piece, long start) throws IOException {
    piece.clear();
    long position = start;
    while (piece.hasRemaining()) {
      int count = channel.read(piece, position);
      if (count < 0) {
        break;
      }
      position += count;
    }
    piece.flip();
  }
}
