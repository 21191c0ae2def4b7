package io.github.unlearn4j.run.ablation;

import io.github.unlearn4j.measure.ablation.AblationReport;
import io.github.unlearn4j.measure.ablation.VariantResult;
import io.github.unlearn4j.run.RunContext;
import io.github.unlearn4j.run.Stage;
import io.github.unlearn4j.run.StageRecord;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts all variants side by side that were tried with the settings of now. */
final class AblationStage implements Stage {
  @Override
  public String name() {
    return "ablation";
  }

  @Override
  public List<String> settings() {
    return List.of("stop.retain_perplexity_ratio");
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    Map<String, List<Path>> inputs = new LinkedHashMap<>();
    for (Variant variant : Variants.all(context.recipe())) {
      if (StageRecord.isCurrent(new VariantStage(variant), context)) {
        inputs.put(variant.name(), List.of(context.directory().ablated(variant.name())));
      }
    }
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return List.of(context.directory().ablation());
  }

  @Override
  public void run(RunContext context) {
    List<VariantResult> results =
        inputs(context).values().stream().flatMap(List::stream).map(VariantResult::load).toList();
    double harm = context.recipe().stop().retainPerplexityRatio();
    AblationReport.of(results, harm).save(context.directory().ablation());
  }
}
