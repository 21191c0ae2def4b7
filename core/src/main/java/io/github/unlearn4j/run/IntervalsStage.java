package io.github.unlearn4j.run;

import io.github.unlearn4j.measure.Intervals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts intervals to what was measured, from the answers behind it; no model is asked. */
public final class IntervalsStage implements Stage {
  @Override
  public String name() {
    return "intervals";
  }

  @Override
  public List<String> settings() {
    return List.of();
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    Map<String, List<Path>> inputs = new TreeMap<>();
    measured(context.directory())
        .forEach((model, file) -> inputs.put(model + " answers", Intervals.answers(file)));
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return List.of(context.directory().intervals());
  }

  @Override
  public void run(RunContext context) {
    Intervals.read(measured(context.directory())).save(context.directory().intervals());
  }

  private static Map<String, Path> measured(RunDirectory directory) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String model : RunDirectory.MODELS) {
      if (Files.exists(directory.measured(model))) {
        files.put(model, directory.measured(model));
      }
    }
    return files;
  }
}
