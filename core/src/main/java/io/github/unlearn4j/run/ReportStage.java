package io.github.unlearn4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.Intervals;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.ablation.AblationReport;
import io.github.unlearn4j.measure.judge.JudgeReport;
import io.github.unlearn4j.measure.probes.ProbeReport;
import io.github.unlearn4j.run.report.AblationPart;
import io.github.unlearn4j.run.report.BaseModel;
import io.github.unlearn4j.run.report.Benchmark;
import io.github.unlearn4j.run.report.JudgePart;
import io.github.unlearn4j.run.report.LabelsPart;
import io.github.unlearn4j.run.report.ModelCard;
import io.github.unlearn4j.run.report.ReportData;
import io.github.unlearn4j.run.report.ReportPage;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.LabelSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the page that shows what a run has come to, and the card of its model. */
public final class ReportStage implements Stage {
  @Override
  public String name() {
    return "report";
  }

  @Override
  public List<String> settings() {
    return List.of();
  }

  @Override
  public Map<String, List<Path>> inputs(RunContext context) {
    Map<String, List<Path>> inputs = new TreeMap<>();
    inputs.put("anchors.yaml", List.of(context.directory().anchors()));
    inputs.put("recipe.yaml", List.of(context.directory().recipeFile()));
    inputs.put("measure", List.of(context.directory().measured("baseline").getParent()));
    inputs.put("explained blocks", context.directory().explained());
    inputs.put("baseline model", existing(Path.of(context.recipe().model())));
    inputs.put("unlearned model", existing(context.directory().model()));
    inputs.put("metrics.jsonl", existing(context.directory().metrics()));
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return List.of(context.directory().report());
  }

  @Override
  public void run(RunContext context) {
    RunDirectory directory = context.directory();
    List<String> warnings = ChangedModels.warnings(context);
    warnings.forEach(warning -> context.progress().say("report: " + warning));
    ReportData data =
        new ReportData(
            context.recipe(),
            models(directory),
            details(directory),
            directory.steps(),
            AnchorDictionary.load(directory.anchors()),
            labels(directory),
            Files.exists(directory.probes()) ? ProbeReport.load(directory.probes()) : null,
            judge(directory),
            Files.exists(directory.ablation())
                ? new AblationPart(AblationReport.load(directory.ablation()))
                : AblationPart.NONE,
            facts(directory),
            fingerprints(directory),
            Files.exists(directory.intervals())
                ? Intervals.load(directory.intervals())
                : Intervals.NONE,
            benchmarks(directory),
            StopRule.replayed(context.recipe().stop(), directory),
            RunCosts.of(directory),
            warnings,
            context.recipe().model().isEmpty()
                ? BaseModel.UNKNOWN
                : BaseModel.read(Path.of(context.recipe().model())));
    AtomicFiles.write(directory.report(), ReportPage.html(data));
    if (Files.exists(directory.model())) {
      AtomicFiles.write(directory.model().resolve("README.md"), ModelCard.markdown(data));
    }
  }

  private static LabelsPart labels(RunDirectory directory) {
    List<String> pages =
        directory.explained().stream().map(page -> page.getFileName().toString()).toList();
    return LabelSummary.load(directory.labels())
        .map(summary -> new LabelsPart(summary, pages))
        .orElse(LabelsPart.NONE);
  }

  private static JudgePart judge(RunDirectory directory) {
    if (!Files.exists(directory.judged())) {
      return JudgePart.NONE;
    }
    JudgeReport report = JudgeReport.load(directory.judged());
    return report.isOf(details(directory)) ? new JudgePart(report) : JudgePart.NONE;
  }

  private static List<Measurement> models(RunDirectory directory) {
    return directory.measuredModels().values().stream().map(Measurement::load).toList();
  }

  private static Map<String, MeasureDetails> details(RunDirectory directory) {
    Map<String, MeasureDetails> details = new LinkedHashMap<>();
    directory
        .measuredModels()
        .forEach(
            (model, file) -> {
              if (Files.exists(MeasureDetails.beside(file))) {
                details.put(model, MeasureDetails.load(file));
              }
            });
    return details;
  }

  private static Map<String, String> facts(RunDirectory directory) {
    Map<String, String> facts = new LinkedHashMap<>();
    JsonNode info = Json.read(directory.runInfo());
    info.properties().forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
    return facts;
  }

  private static Map<String, String> fingerprints(RunDirectory directory) {
    Map<String, String> fingerprints = new TreeMap<>();
    StageRecord.all(directory).forEach(record -> fingerprints.putAll(record.inputs()));
    return fingerprints;
  }

  /** Scores that were asked for by themselves come before those of the measurement. */
  private static Map<String, List<Benchmark>> benchmarks(RunDirectory directory) {
    Map<String, List<Benchmark>> benchmarks = new LinkedHashMap<>();
    for (Measurement model : models(directory)) {
      Path file = directory.measuredTasks(model.model());
      benchmarks.put(
          model.model(), Files.exists(file) ? Benchmark.read(file) : Benchmark.of(model));
    }
    return benchmarks;
  }

  private static List<Path> existing(Path path) {
    return !path.toString().isEmpty() && Files.exists(path) ? List.of(path) : List.of();
  }
}
