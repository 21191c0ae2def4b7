package io.github.unlearn4j.weights.hub;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fetches a checkpoint from a Hugging Face hub. Everything is gathered in {@code FOLDER.partial};
 * the folder gets its name when all files are there, agree with the hub's hashes and open as a
 * checkpoint. A run that was cut off goes on where it ended.
 */
public final class HubDownload {
  private final HubSettings settings;
  private final Progress progress;
  private final Retry retry;

  public HubDownload(HubSettings settings, Progress progress) {
    this(settings, progress, Thread::sleep);
  }

  HubDownload(HubSettings settings, Progress progress, Retry.Pause pause) {
    this.settings = settings;
    this.progress = progress;
    this.retry = new Retry(settings, progress, pause);
  }

  /**
   * Makes {@code folder}, which must be missing or empty, or hold exactly this model already.
   *
   * @return the folder
   */
  public Path fetch(HubModel model, Path folder) {
    Path target = folder.toAbsolutePath().normalize();
    try (HubClient client = new HubClient(settings)) {
      HubListing listing =
          retry.run("asking the hub for " + model.id(), () -> 0, () -> client.list(model));
      if (isDone(target, model, listing)) {
        progress.say("%s is already in %s".formatted(model.id(), folder));
        return folder;
      }
      Path partial = target.resolveSibling(target.getFileName() + ".partial");
      Files.createDirectories(partial);
      checkSpace(partial, listing);
      fetchFiles(client, model, listing, partial);
      finish(listing, partial, target);
      return folder;
    } catch (IOException problem) {
      throw new UserError(
          ExitCode.DISK,
          "cannot write %s: %s; free some space or choose another folder"
              .formatted(folder, problem.getMessage()),
          problem);
    }
  }

  private void fetchFiles(HubClient client, HubModel model, HubListing listing, Path partial) {
    try (Progress.Task task = progress.start("pull " + model.id(), listing.bytes(), "bytes")) {
      for (HubFile file : listing.files()) {
        FileFetch fetch =
            new FileFetch(client, settings, model, listing.commit(), file, partial, task);
        retry.run("fetching " + file.name(), fetch::gained, fetch::attempt);
      }
    }
  }

  private static boolean isDone(Path target, HubModel model, HubListing listing)
      throws IOException {
    if (Files.notExists(target)) {
      return false;
    }
    if (Files.isDirectory(target) && list(target).isEmpty()) {
      return false;
    }
    for (HubFile file : listing.files()) {
      if (!FileHash.isWhole(target.resolve(file.name()), file)) {
        throw UserError.badInput(
            "%s is there but its %s is not that of %s; choose another folder or remove this one"
                .formatted(target, file.name(), model.id()));
      }
    }
    return true;
  }

  private static void checkSpace(Path partial, HubListing listing) throws IOException {
    long needed = listing.bytes();
    for (Path file : list(partial)) {
      needed -= Files.size(file);
    }
    long free = Files.getFileStore(partial).getUsableSpace();
    if (needed > free) {
      throw new UserError(
          ExitCode.DISK,
          "%s needs %d MB more but the disk has %d MB free; free some space"
              .formatted(partial, needed / 1_000_000 + 1, free / 1_000_000));
    }
  }

  private static void finish(HubListing listing, Path partial, Path target) throws IOException {
    Set<String> wanted = listing.files().stream().map(HubFile::name).collect(Collectors.toSet());
    for (Path file : list(partial)) {
      if (!wanted.contains(file.getFileName().toString())) {
        AtomicFiles.deleteQuietly(file); // left from another revision
      }
    }
    Checkpoint.open(partial).close();
    Files.deleteIfExists(target); // empty, or isDone would have spoken
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
