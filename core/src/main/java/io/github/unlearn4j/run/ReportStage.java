package io.github.unlearn4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.unlearn4j.base.AtomicFiles;
import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.measure.MeasureDetails;
import io.github.unlearn4j.measure.Measurement;
import io.github.unlearn4j.measure.judge.JudgeReport;
import io.github.unlearn4j.measure.probes.ProbeReport;
import io.github.unlearn4j.run.report.JudgePart;
import io.github.unlearn4j.run.report.LabelsPart;
import io.github.unlearn4j.run.report.ModelCard;
import io.github.unlearn4j.run.report.ReportData;
import io.github.unlearn4j.run.report.ReportPage;
import io.github.unlearn4j.whp.AnchorDictionary;
import io.github.unlearn4j.whp.LabelSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

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
    return inputs;
  }

  @Override
  public List<Path> outputs(RunContext context) {
    return List.of(context.directory().report());
  }

  @Override
  public void run(RunContext context) {
    RunDirectory directory = context.directory();
    ReportData data =
        new ReportData(
            context.recipe(),
            models(directory),
            details(directory),
            steps(directory),
            AnchorDictionary.load(directory.anchors()),
            labels(directory),
            Files.exists(directory.probes()) ? ProbeReport.load(directory.probes()) : null,
            judge(directory),
            facts(directory),
            fingerprints(directory));
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
    return RunDirectory.MODELS.stream()
        .map(directory::measured)
        .filter(Files::exists)
        .map(Measurement::load)
        .toList();
  }

  private static Map<String, MeasureDetails> details(RunDirectory directory) {
    Map<String, MeasureDetails> details = new LinkedHashMap<>();
    for (String model : RunDirectory.MODELS) {
      if (Files.exists(MeasureDetails.beside(directory.measured(model)))) {
        details.put(model, MeasureDetails.load(directory.measured(model)));
      }
    }
    return details;
  }

  private static List<Measurement> steps(RunDirectory directory) {
    try (Stream<Path> files = Files.list(directory.measured("baseline").getParent())) {
      return files
          .filter(file -> file.getFileName().toString().matches("step-\\d+\\.json"))
          .sorted()
          .map(Measurement::load)
          .toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static Map<String, String> facts(RunDirectory directory) {
    Map<String, String> facts = new LinkedHashMap<>();
    JsonNode info = Json.read(directory.runInfo());
    info.properties().forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
    records(directory)
        .forEach(
            record ->
                facts.put(
                    record.stage(), "%.1f s, %s".formatted(record.seconds(), record.finished())));
    return facts;
  }

  private static Map<String, String> fingerprints(RunDirectory directory) {
    Map<String, String> fingerprints = new TreeMap<>();
    records(directory).forEach(record -> fingerprints.putAll(record.inputs()));
    return fingerprints;
  }

  private static List<StageRecord> records(RunDirectory directory) {
    List<StageRecord> records = new ArrayList<>();
    for (Stage stage : Stages.all()) {
      StageRecord.last(directory, stage.name()).ifPresent(records::add);
    }
    return records;
  }
}
