package io.github.unlearn4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.recipe.RecipeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a stage read and left: the reason why it need not run again.
 *
 * @param settings value of each setting it depends on, as text
 * @param inputs fingerprint of each input
 * @param outputs fingerprint of each output as the stage left it
 * @param finished when, UTC
 */
public record StageRecord(
    String stage,
    Map<String, String> settings,
    Map<String, String> inputs,
    Map<String, String> outputs,
    double seconds,
    String finished) {

  /** What "compute: auto" came to on the machine it ran on. */
  private static final String COMPUTED_IN = "computed in";

  /** What the stage would read now. */
  static StageRecord before(Stage stage, RunContext context) {
    Map<String, String> settings = new TreeMap<>();
    RecipeText.values(context.recipe())
        .forEach(
            (key, value) -> {
              if (dependsOn(stage, key)) {
                settings.put(key, String.valueOf(value));
              }
            });
    if (dependsOn(stage, "compute")) {
      settings.put(COMPUTED_IN, context.compute().format());
    }
    Map<String, String> inputs = new TreeMap<>();
    stage.inputs(context).forEach((name, paths) -> inputs.put(name, Fingerprint.of(paths)));
    return new StageRecord(stage.name(), settings, inputs, Map.of(), 0, "");
  }

  /** The same once the stage has run. */
  StageRecord after(Stage stage, RunContext context, double seconds) {
    Map<String, String> outputs = new TreeMap<>();
    for (Path output : stage.outputs(context)) {
      outputs.put(context.directory().name(output), Fingerprint.of(List.of(output)));
    }
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new StageRecord(this.stage, settings, inputs, outputs, seconds, now);
  }

  /** The record of the stage's last run; a record that cannot be read counts as none. */
  public static Optional<StageRecord> last(RunDirectory directory, String stage) {
    Path file = directory.stageRecord(stage);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.json().treeToValue(Json.read(file), StageRecord.class));
    } catch (JsonProcessingException ofAnotherVersion) {
      return Optional.empty();
    }
  }

  /** Every record that there is, in the order of the stages. */
  static List<StageRecord> all(RunDirectory directory) {
    List<String> stages = new ArrayList<>(Stages.all().stream().map(Stage::name).toList());
    stages.add(stages.indexOf("intervals"), "measure-never-read");
    stages.add(stages.indexOf("intervals"), new ProbeStage().name());
    return stages.stream().map(stage -> last(directory, stage)).flatMap(Optional::stream).toList();
  }

  /** Whether what a stage left is all there and is what it would leave again. */
  public static boolean isCurrent(Stage stage, RunContext context) {
    boolean complete =
        Stream.concat(
                stage.outputs(context).stream(),
                stage.inputs(context).values().stream().flatMap(List::stream))
            .allMatch(Files::exists);
    return complete
        && last(context.directory(), stage.name())
            .filter(record -> record.differences(before(stage, context)).isEmpty())
            .isPresent();
  }

  /** Why a stage with this last record must run again, in words; empty if it need not. */
  List<String> differences(StageRecord now) {
    List<String> differences = new ArrayList<>();
    // A setting that a later version brought is no change while it is at its default.
    Map<String, Object> defaults = new TreeMap<>(RecipeText.values(new RecipeBuilder().build()));
    defaults.put(COMPUTED_IN, now.settings.get(COMPUTED_IN));
    now.settings.forEach(
        (key, value) -> {
          String old = settings.get(key);
          boolean unchanged =
              old == null ? value.equals(String.valueOf(defaults.get(key))) : value.equals(old);
          if (!unchanged) {
            differences.add(
                "%s was %s, is %s".formatted(key, old == null ? "not set" : old, value));
          }
        });
    now.inputs.forEach(
        (name, hash) -> {
          if (!hash.equals(inputs.get(name))) {
            differences.add(name + " changed");
          }
        });
    inputs.keySet().stream()
        .filter(name -> !now.inputs.containsKey(name))
        .forEach(name -> differences.add(name + " is no longer read"));
    return differences;
  }

  private static boolean dependsOn(Stage stage, String key) {
    return stage.settings().stream().anyMatch(part -> covers(part, key))
        && stage.settings().stream()
            .filter(part -> part.startsWith("-"))
            .noneMatch(part -> covers(part.substring(1), key));
  }

  private static boolean covers(String part, String key) {
    return key.equals(part) || key.startsWith(part + ".");
  }
}
