package io.github.unlearn4j.text;

import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads target or retain: files or folders of .txt, .md and .jsonl.
 *
 * <p>A .txt or .md file is one document, a line of a .jsonl file is one. Files must be UTF-8; a
 * byte-order mark is dropped, line ends become {@code \n}, and a Project Gutenberg book loses its
 * header, trailer and hard line ends ({@link GutenbergBook}).
 */
public final class Corpus {
  private static final String KINDS = ".txt, .md or .jsonl";
  private static final long LARGEST_FILE = 1L << 30; // bytes; a Java string holds no more in safety

  private Corpus() {}

  /**
   * Reads every path in the order given; a folder with all below it, sorted by path, hidden files
   * and files of other kinds left out. A file that turns up twice is read once.
   *
   * @throws UserError if a path is missing, unreadable, empty, not UTF-8 or holds nothing usable
   */
  public static List<Document> read(List<Path> paths, TextSettings settings) {
    if (paths.isEmpty()) {
      throw UserError.badInput("no text given; name a file or folder of %s".formatted(KINDS));
    }
    Set<Path> files = new LinkedHashSet<>();
    for (Path path : paths) {
      files.addAll(files(path));
    }
    List<Document> documents = new ArrayList<>();
    for (Path file : files) {
      documents.addAll(readFile(file, settings));
    }
    return documents;
  }

  private static List<Path> files(Path path) {
    if (Files.isRegularFile(path)) {
      if (!isUsable(path)) {
        throw UserError.badInput("%s is not a text to read; give %s".formatted(path, KINDS));
      }
      return List.of(path.normalize());
    }
    if (!Files.isDirectory(path)) {
      throw UserError.badInput("no such file or folder: %s; check the path".formatted(path));
    }
    try (var walk = Files.walk(path)) {
      List<Path> found =
          walk.filter(file -> Files.isRegularFile(file) && isUsable(file) && !isHidden(path, file))
              .map(Path::normalize)
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw UserError.badInput("no %s file in the folder %s".formatted(KINDS, path));
      }
      return found;
    } catch (IOException | UncheckedIOException problem) {
      throw unreadable(path, problem);
    }
  }

  private static boolean isUsable(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".txt") || name.endsWith(".md") || name.endsWith(".jsonl");
  }

  private static boolean isHidden(Path folder, Path file) {
    for (Path part : folder.relativize(file)) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static List<Document> readFile(Path file, TextSettings settings) {
    String text = decode(file).replace("\r\n", "\n").replace('\r', '\n');
    if (text.isBlank()) {
      throw UserError.badInput("%s is empty; remove it or give another text".formatted(file));
    }
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl")) {
      return JsonLines.read(file, text, settings.jsonlField());
    }
    return List.of(new Document(file.toString(), GutenbergBook.body(text)));
  }

  private static String decode(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes > LARGEST_FILE) {
        throw UserError.badInput(
            "%s has %,d bytes; split it into files below 1 GiB".formatted(file, bytes));
      }
      return StrictUtf8.decode(file, ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException problem) {
      throw unreadable(file, problem);
    }
  }

  private static UserError unreadable(Path path, Exception problem) {
    return new UserError(
        ExitCode.BAD_INPUT,
        "cannot read %s: %s; check that it may be read".formatted(path, Json.firstLine(problem)),
        problem);
  }
}
