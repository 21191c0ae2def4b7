package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models of a run that are no longer what its numbers were measured on. */
final class ChangedModels {
  private ChangedModels() {}

  /** One sentence for each number that tells of another model than lies there now. */
  static List<String> warnings(RunContext context) {
    RunDirectory directory = context.directory();
    Map<String, Path> folders = new LinkedHashMap<>();
    folders.put("baseline", Path.of(context.recipe().model()));
    folders.put("reinforced", directory.reinforced());
    folders.put("unlearned", directory.model());
    List<String> warnings = new ArrayList<>();
    folders.forEach(
        (model, folder) -> {
          if (!folder.toString().isEmpty() && Files.exists(folder)) {
            add(warnings, directory, model, folder);
          }
        });
    return warnings;
  }

  private static void add(
      List<String> warnings, RunDirectory directory, String model, Path folder) {
    MeasuredHash hash = MeasuredHash.of(directory, model, folder);
    if (hash.changed()) {
      warnings.add(sentence(model, "measured", hash.measured().orElseThrow(), hash.now()));
    }
    Optional<String> probed =
        StageRecord.last(directory, new ProbeStage().name())
            .map(record -> record.inputs().get(model + " model"));
    if (probed.isPresent() && !probed.get().equals(hash.now())) {
      warnings.add(sentence(model, "probed", probed.get(), hash.now()));
    }
    String scored = scored(directory.measuredTasks(model));
    if (!scored.isEmpty() && !scored.equals(hash.now())) {
      warnings.add(sentence(model, "scored on benchmarks", scored, hash.now()));
    }
  }

  /** Fingerprint of the model that benchmarks were scored on; empty: not known. */
  private static String scored(Path file) {
    return Files.exists(file) ? Json.read(file).path("fingerprint").asText() : "";
  }

  private static String sentence(String model, String what, String then, String now) {
    return ("The %s model changed since it was %s: its hash was %s and is %s, so these numbers are"
            + " not its own; %s")
        .formatted(
            model,
            what,
            then,
            now,
            switch (what) {
              case "measured" -> "run ./unlearn measure again.";
              case "probed" -> "run ./unlearn probe again.";
              default -> "run ./unlearn measure --tasks again.";
            });
  }
}
