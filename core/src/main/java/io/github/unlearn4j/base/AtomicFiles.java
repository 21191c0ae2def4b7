package io.github.unlearn4j.base;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/** Files and folders that appear whole or not at all: written beside their place, then renamed. */
public final class AtomicFiles {
  /** Fills a file or a folder that does not carry its final name yet. */
  @FunctionalInterface
  public interface Writer<T> {
    void write(T target) throws IOException;
  }

  private AtomicFiles() {}

  /** Writes {@code text} as UTF-8. */
  public static void write(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Lets {@code writer} fill a stream; {@code file} keeps its old content if that fails. */
  public static void write(Path file, Writer<OutputStream> writer) {
    Path partial = partial(file);
    try {
      Files.createDirectories(partial.getParent());
      try (OutputStream out = Files.newOutputStream(partial)) {
        writer.write(out);
      }
      Files.move(
          partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException problem) {
      deleteQuietly(partial);
      throw cannotWrite(file, problem);
    } catch (RuntimeException problem) {
      deleteQuietly(partial);
      throw problem;
    }
  }

  /** Lets {@code writer} fill a folder; an older folder of that name is replaced at the end. */
  public static void writeFolder(Path folder, Writer<Path> writer) {
    Path partial = partial(folder);
    deleteQuietly(partial);
    try {
      Files.createDirectories(partial);
      writer.write(partial);
      moveInto(partial, folder);
    } catch (IOException problem) {
      deleteQuietly(partial);
      throw cannotWrite(folder, problem);
    } catch (RuntimeException problem) {
      deleteQuietly(partial);
      throw problem;
    }
  }

  /** Gives a finished folder its final name; an older folder of that name goes. */
  public static void replaceFolder(Path finished, Path folder) {
    try {
      moveInto(finished, folder);
    } catch (IOException problem) {
      throw cannotWrite(folder, problem);
    }
  }

  private static void moveInto(Path finished, Path folder) throws IOException {
    Path old = folder.resolveSibling(folder.getFileName() + ".old");
    deleteQuietly(old);
    if (Files.exists(folder)) {
      Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(finished, folder, StandardCopyOption.ATOMIC_MOVE);
    deleteQuietly(old);
  }

  /** Removes a file or a whole folder; a missing one is no error. */
  public static void deleteQuietly(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (var walk = Files.walk(path)) {
      for (Path entry : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException ignored) {
      // What stays behind carries the ending .partial or .old, which nothing reads.
    }
  }

  private static Path partial(Path path) {
    Path absolute = path.toAbsolutePath();
    return absolute.resolveSibling(absolute.getFileName() + ".partial");
  }

  private static UserError cannotWrite(Path path, IOException problem) {
    return new UserError(
        ExitCode.DISK,
        "cannot write %s: %s; free some space or choose another folder"
            .formatted(path, reason(problem)),
        problem);
  }

  /** Why writing failed, in words; some of Java's messages are a path and nothing else. */
  public static String reason(IOException problem) {
    return switch (problem) {
      case FileAlreadyExistsException taken -> "a file of that name is in the way";
      case NoSuchFileException missing -> missing.getFile() + " cannot be made";
      case AccessDeniedException refused -> "no permission for " + refused.getFile();
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> problem.getMessage();
    };
  }
}
