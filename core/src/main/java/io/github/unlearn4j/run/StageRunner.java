package io.github.unlearn4j.run;

import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.ExitCode;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.base.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs stages in order and leaves out those whose inputs and settings have not changed. */
public final class StageRunner {
  private final RunContext context;
  private final List<? extends Stage> known;
  private final boolean again;

  /**
   * @param known every stage there is, to say which one makes a missing input
   * @param again run even what has not changed
   */
  public StageRunner(RunContext context, List<? extends Stage> known, boolean again) {
    this.context = context;
    this.known = known;
    this.again = again;
  }

  public void run(List<? extends Stage> stages) {
    stages.forEach(this::run);
  }

  private void run(Stage stage) {
    requireInputs(stage);
    StageRecord now = StageRecord.before(stage, context);
    Optional<StageRecord> last = StageRecord.last(context.directory(), stage.name());
    boolean complete = stage.outputs(context).stream().allMatch(Files::exists);
    List<String> differences = last.map(record -> record.differences(now)).orElse(List.of());
    if (last.isPresent() && complete && differences.isEmpty() && !again) {
      context.progress().say(stage.name() + ": unchanged, kept");
      return;
    }
    if (last.isPresent() && !differences.isEmpty()) {
      context
          .progress()
          .say("%s: run again (%s)".formatted(stage.name(), String.join("; ", differences)));
    }
    last.ifPresent(this::keepEdited);
    // From here on the old record no longer tells what lies in the folder.
    AtomicFiles.deleteQuietly(context.directory().stageRecord(stage.name()));
    long start = System.nanoTime();
    try {
      stage.run(context);
    } catch (RuntimeException failure) {
      last.filter(record -> complete && isAsLeft(record)).ifPresent(this::restore);
      throw failure;
    }
    double seconds = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
    Json.write(context.directory().stageRecord(stage.name()), now.after(stage, context, seconds));
  }

  /** A stage that failed before it replaced anything leaves its last result valid. */
  private void restore(StageRecord last) {
    try {
      Json.write(context.directory().stageRecord(last.stage()), last);
    } catch (UserError diskFull) {
      // Then the stage runs again, which is never wrong; the failure itself is what to report.
    }
  }

  private boolean isAsLeft(StageRecord last) {
    return last.outputs().entrySet().stream()
        .allMatch(
            output ->
                Fingerprint.of(List.of(context.directory().folder().resolve(output.getKey())))
                    .equals(output.getValue()));
  }

  private void requireInputs(Stage stage) {
    stage
        .inputs(context)
        .forEach(
            (name, paths) ->
                paths.stream()
                    .filter(path -> !Files.exists(path))
                    .findFirst()
                    .ifPresent(
                        path -> {
                          throw missing(stage, name, path);
                        }));
  }

  private UserError missing(Stage stage, String name, Path path) {
    Path run = context.directory().folder();
    for (Stage maker : known) {
      if (maker.outputs(context).contains(path)) {
        return UserError.badInput(
            "%s needs %s, which this run does not have yet; first: ./unlearn %s --run %s"
                .formatted(
                    stage.name(),
                    context.directory().name(path),
                    maker.name().replaceFirst("-.*", ""),
                    run));
      }
    }
    return UserError.badInput("%s: no such file or folder: %s".formatted(name, path));
  }

  /** A file that a person has edited since the stage wrote it is not overwritten but set aside. */
  private void keepEdited(StageRecord last) {
    for (Map.Entry<String, String> output : last.outputs().entrySet()) {
      Path file = context.directory().folder().resolve(output.getKey());
      if (!Files.isRegularFile(file) || Fingerprint.of(List.of(file)).equals(output.getValue())) {
        continue;
      }
      Path aside = file.resolveSibling(file.getFileName() + ".edited");
      try {
        Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException problem) {
        throw new UserError(ExitCode.DISK, "cannot keep your edits of %s".formatted(file), problem);
      }
      context
          .progress()
          .say("%s was edited; your version is kept as %s".formatted(output.getKey(), aside));
    }
  }
}
