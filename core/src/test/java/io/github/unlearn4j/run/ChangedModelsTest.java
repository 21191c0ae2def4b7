package io.github.unlearn4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.unlearn4j.base.Json;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.recipe.RecipeBuilder;
import io.github.unlearn4j.whp.Anchor;
import io.github.unlearn4j.whp.AnchorDictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedModelsTest {
  @TempDir Path folder;

  private final RecordedProgress progress = new RecordedProgress();
  private RunDirectory directory;
  private RunContext context;
  private String measured;

  @BeforeEach
  void measureAModel() throws IOException {
    directory = new RunDirectory(folder.resolve("run"));
    Files.createDirectories(directory.model());
    Files.writeString(directory.model().resolve("config.json"), "{}");
    Files.writeString(directory.model().resolve("model.safetensors"), "weights");
    measured = Fingerprint.of(List.of(directory.model()));
    record("measure-unlearned");
    record("probe");
    MeasuredExamples.of("baseline", 0.25, 0.3, 10.0).save(directory.measured("baseline"));
    MeasuredExamples.of("unlearned", 0.01, 0.02, 10.0).save(directory.measured("unlearned"));
    Json.write(
        directory.measuredTasks("unlearned"),
        Map.of("tasks", Map.of("piqa", Map.of("acc,none", 0.5)), "fingerprint", measured));
    new AnchorDictionary(List.of(Anchor.of("Sefka", "Molly"))).save(directory.anchors());
    Json.write(directory.runInfo(), Map.of("cores", 2));
    context =
        new RunContext(
            new RecipeBuilder().set("model=/models/small").set("target=book.txt").build(),
            directory,
            ComputeType.FLOAT32,
            progress);
    directory.save(context.recipe());
  }

  private void record(String stage) {
    Json.write(
        directory.stageRecord(stage),
        new StageRecord(
            stage,
            Map.of(),
            Map.of("unlearned model", measured),
            Map.of(),
            1,
            "2026-11-25T00:00:00Z"));
  }

  @Test
  void aModelThatIsStillTheMeasuredOneIsNotSpokenOf() throws IOException {
    new ReportStage().run(context);

    assertThat(progress.said).isEmpty();
    assertThat(Files.readString(directory.report())).doesNotContain("class=\"warning\"");
  }

  @Test
  void aModelThatChangedSinceIsNamedOnThePageInTheCardAndByTheStage() throws IOException {
    String before = StageRecord.before(new ReportStage(), context).inputs().get("unlearned model");
    Files.writeString(directory.model().resolve("model.safetensors"), "others");
    String now = Fingerprint.of(List.of(directory.model()));

    new ReportStage().run(context);

    String page = Files.readString(directory.report());
    for (String what : List.of("measured", "probed", "scored on benchmarks")) {
      String sentence =
          "The unlearned model changed since it was %s: its hash was %s and is %s"
              .formatted(what, measured, now);
      assertThat(page).contains("<p class=\"warning\">" + sentence);
      assertThat(Files.readString(directory.model().resolve("README.md"))).contains(sentence);
      assertThat(progress.said).anyMatch(line -> line.startsWith("report: " + sentence));
    }
    // So a report that is there already is written again.
    assertThat(StageRecord.before(new ReportStage(), context).inputs().get("unlearned model"))
        .isNotEqualTo(before);
  }
}
