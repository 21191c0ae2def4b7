package io.github.unlearn4j.run.ablation;

import io.github.unlearn4j.run.MeasureStage;
import io.github.unlearn4j.run.RunContext;
import io.github.unlearn4j.run.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tries one variant; its numbers are kept, its weights and labels are not. */
record VariantStage(Variant variant) implements Stage {

  static String name(String variant) {
    return "ablate-" + variant;
  }

  @Override
  public String name() {
    return name(variant.name());
  }

  @Override
  public List<String> settings() {
    return Stream.concat(
            variant.settings().stream(),
            Stream.of(
                "compute",
                "text",
                "measure.perplexity_blocks",
                "measure.anchor_occurrences",
                "measure.completion_tokens"))
        .toList();
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    Map<String, List<Path>> inputs = new TreeMap<>(MeasureStage.texts(context));
    inputs.put("model", List.of(Path.of(context.recipe().model())));
    if (variant.needsReinforced()) {
      inputs.put("reinforced model", List.of(context.directory().reinforced()));
    }
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return List.of(context.directory().ablated(variant.name()));
  }

  @Override
  public void run(RunContext context) {
    try (VariantWork work = new VariantWork(context, variant.name())) {
      variant.run(work);
      work.result(variant.alpha()).save(context.directory().ablated(variant.name()));
    }
  }
}
