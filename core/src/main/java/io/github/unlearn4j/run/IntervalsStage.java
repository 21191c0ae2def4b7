package io.github.unlearn4j.run;

import io.github.unlearn4j.measure.Intervals;
import java.nio.file.Path;
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
    context
        .directory()
        .measuredModels()
        .forEach((model, file) -> inputs.put(model + " answers", Intervals.answers(file)));
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return List.of(context.directory().intervals());
  }

  @Override
  public void run(RunContext context) {
    Intervals.read(context.directory().measuredModels()).save(context.directory().intervals());
  }
}
