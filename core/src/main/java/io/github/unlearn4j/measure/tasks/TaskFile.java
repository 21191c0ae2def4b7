package io.github.unlearn4j.measure.tasks;

import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.text.StrictUtf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The items of a task: JSON lines, plain or gzipped. In a folder the file of a task is the one
 * called NAME.jsonl or NAME.jsonl.gz, else the only one whose name goes on behind NAME with {@code
 * _}, {@code -} or a dot and ends in .jsonl or .jsonl.gz. Capitals do not count, and a hyphen is as
 * good as an underscore: {@code ARC-Easy_test.jsonl} is arc_easy's.
 */
public final class TaskFile {
  private TaskFile() {}

  /**
   * The file of {@code task}.
   *
   * @param data a folder, or the file itself
   */
  public static Path find(MultipleChoiceTask task, Path data) {
    if (Files.isRegularFile(data)) {
      return data;
    }
    List<Path> candidates = candidates(task, data);
    List<Path> exact = candidates.stream().filter(path -> stem(path).equals(task.name())).toList();
    List<Path> found = exact.isEmpty() ? candidates : exact;
    if (found.isEmpty()) {
      throw UserError.badInput(
          "no items of %s in %s: expected %s.jsonl or %s_….jsonl, plain or .gz"
              .formatted(task.name(), data, task.name(), task.name()));
    }
    if (found.size() > 1) {
      throw UserError.badInput(
          "%s could be any of %s; call the right one %s.jsonl, or give it alone as --data"
              .formatted(task.name(), found, task.name()));
    }
    return found.getFirst();
  }

  /** All items, in the order of the file. */
  public static List<ChoiceItem> read(MultipleChoiceTask task, Path file) {
    List<ChoiceItem> items = new ArrayList<>();
    int number = 0;
    for (String line : content(file).lines().toList()) {
      number++;
      if (!line.isBlank()) {
        items.add(task.item(items.size(), ItemFields.parse(file, number, line)));
      }
    }
    if (items.isEmpty()) {
      throw UserError.badInput("%s holds no item; write one JSON object a line".formatted(file));
    }
    return items;
  }

  private static List<Path> candidates(MultipleChoiceTask task, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw UserError.badInput(
          ("no such file or folder: %s; name the folder with the tasks' items (--data, or"
                  + " measure.task_data in a recipe)")
              .formatted(folder));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(path -> belongs(task, path) && Files.isRegularFile(path))
          .sorted()
          .toList();
    } catch (IOException problem) {
      throw UserError.badInput("cannot read %s: %s".formatted(folder, Json.firstLine(problem)));
    }
  }

  private static boolean belongs(MultipleChoiceTask task, Path path) {
    String stem = stem(path);
    return stem.equals(task.name())
        || stem.startsWith(task.name() + "_")
        || stem.startsWith(task.name() + ".");
  }

  /** The name without its ending, in the spelling of tasks; empty if the ending is another. */
  private static String stem(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT).replace('-', '_');
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return plain.endsWith(".jsonl") ? plain.substring(0, plain.length() - 6) : "";
  }

  private static String content(Path file) {
    boolean zipped = file.getFileName().toString().endsWith(".gz");
    try (InputStream bytes = Files.newInputStream(file);
        InputStream text = zipped ? new GZIPInputStream(bytes) : bytes) {
      return StrictUtf8.decode(file, ByteBuffer.wrap(text.readAllBytes()));
    } catch (IOException problem) {
      throw UserError.badInput(
          "cannot read %s: %s; fetch it again".formatted(file, Json.firstLine(problem)));
    }
  }
}
