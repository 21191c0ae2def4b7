package io.github.unlearn4j.run.report;

import io.github.unlearn4j.measure.Intervals;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.probes.ProbeReport;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.util.List;
import java.util.Map;

/**
 * All that the report shows.
 *
 * @param models what was measured on whole models, in the order of the table; the first is the
 *     baseline
 * @param details the answers behind them, by model; a model may have none
 * @param steps measurements on the way, in order
 * @param labels what became of the target's positions
 * @param probes what attacks on the unlearned model found; null: it was not probed
 * @param judge what a language model said of the completions
 * @param ablation variants of the method side by side
 * @param facts machine and version, by name
 * @param fingerprints of everything the stages read, by name
 * @param intervals of the numbers of {@code models}
 * @param benchmarks by model; a model may have none
 * @param stop where the finetune ended; null: not known
 * @param costs what each stage took
 * @param warnings what a reader must know before anything else, a sentence each
 * @param base the model that the run began with
 */
public record ReportData(
    Recipe recipe,
    List<Measurement> models,
    Map<String, MeasureDetails> details,
    List<Measurement> steps,
    AnchorDictionary anchors,
    LabelsPart labels,
    ProbeReport probes,
    JudgePart judge,
    AblationPart ablation,
    Map<String, String> facts,
    Map<String, String> fingerprints,
    Intervals intervals,
    Map<String, List<Benchmark>> benchmarks,
    StopPoint stop,
    List<StageCost> costs,
    List<String> warnings,
    BaseModel base) {

  /** The model of that name, or null. */
  Measurement model(String name) {
    return models.stream().filter(model -> model.model().equals(name)).findFirst().orElse(null);
  }
}
