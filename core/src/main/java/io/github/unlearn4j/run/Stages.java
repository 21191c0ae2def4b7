package io.github.unlearn4j.run;

import io.github.unlearn4j.recipe.Recipe;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Which stages there are, and in which order. */
public final class Stages {
  private Stages() {}

  /** Every stage. */
  public static List<Stage> all() {
    return List.of(
        new AnchorsStage(),
        MeasureStage.baseline(),
        new ReinforceStage(),
        MeasureStage.reinforced(),
        new LabelsStage(),
        new FinetuneStage(),
        MeasureStage.unlearned(),
        new JudgeStage(),
        new IntervalsStage(),
        new ReportStage());
  }

  /** What shows all that was measured so far; after every other measurement too. */
  public static List<Stage> report() {
    return List.of(new IntervalsStage(), new ReportStage());
  }

  /** The stages of a whole run of this recipe. */
  public static List<Stage> of(Recipe recipe) {
    List<Stage> stages = new ArrayList<>(all());
    if (!LabelsStage.needsReinforced(recipe)) {
      stages.removeIf(stage -> stage.name().matches("reinforce|measure-reinforced"));
    }
    if (!recipe.measure().judge().isGiven()) {
      stages.removeIf(stage -> stage.name().equals("judge"));
    }
    return stages;
  }

  /**
   * A measurement of every model that the recipe's run has so far, grades of a judge if one is
   * asked, and the report.
   */
  public static List<Stage> measurable(Recipe recipe) {
    RunDirectory directory = RunDirectory.of(recipe);
    List<Stage> stages = new ArrayList<>();
    stages.add(MeasureStage.baseline());
    if (Files.exists(directory.reinforced())) {
      stages.add(MeasureStage.reinforced());
    }
    if (Files.exists(directory.model())) {
      stages.add(MeasureStage.unlearned());
    }
    if (recipe.measure().judge().isGiven()) {
      stages.add(new JudgeStage());
    }
    stages.addAll(report());
    return stages;
  }
}
