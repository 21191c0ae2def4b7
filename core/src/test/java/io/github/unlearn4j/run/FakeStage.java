package io.github.unlearn4j.run;

import io.github.unlearn4j.base.AtomicFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins its inputs into one file and counts how often it did. */
final class FakeStage implements Stage {
  private final String name;
  private final List<String> settings;
  private final List<String> inputs;
  private final String output;
  int runs;
  boolean fails;

  FakeStage(String name, List<String> settings, List<String> inputs, String output) {
    this.name = name;
    this.settings = settings;
    this.inputs = inputs;
    this.output = output;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> settings() {
    return settings;
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    Map<String, List<Path>> paths = new LinkedHashMap<>();
    inputs.forEach(input -> paths.put(input, List.of(context.directory().folder().resolve(input))));
    return paths;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return List.of(context.directory().folder().resolve(output));
  }

  @Override
  public void run(RunContext context) {
    if (fails) {
      throw new IllegalStateException("power cut");
    }
    runs++;
    AtomicFiles.write(
        outputs(context).getFirst(),
        out -> {
          out.write((name + runs).getBytes());
          for (List<Path> paths : inputs(context).values()) {
            out.write(Files.readAllBytes(paths.getFirst()));
          }
        });
  }
}
