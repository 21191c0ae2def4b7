package io.github.unlearn4j.recipe;

import io.github.unlearn4j.measure.MeasureSettings;
import io.github.unlearn4j.measure.probes.ProbeSettings;
import io.github.unlearn4j.tensor.Device;
import io.github.unlearn4j.text.TextSettings;
import io.github.unlearn4j.train.TrainSettings;
import io.github.unlearn4j.train.TrainSettings.Schedule;
import io.github.unlearn4j.whp.AnchorSettings;
import io.github.unlearn4j.whp.LabelSettings;
import io.github.unlearn4j.whp.LabelSettings.Form;
import io.github.unlearn4j.whp.LabelSettings.Mode;
import io.github.unlearn4j.whp.LabelSettings.Offset;
import java.util.List;

/** The one dial for a beginner: where every default of a recipe comes from. */
public enum Preset {
  /**
   * Models under 500 million parameters: found on SmolLM2-135M (docs/log.md). Hard labels sharpen
   * such a model and harm the rest before it forgets; whole distributions do not.
   */
  SMALL(
      new TrainSettings(1, 0, 1.5e-4, Schedule.COSINE, 4, 4, 8, 0.9, 0.98, 0, 1),
      new LabelSettings(Mode.PAPER, Form.SOFT, Offset.LOG_PROBABILITIES, true, 0, List.of(), 0, 4),
      new TrainSettings(2, 0, 2e-4, Schedule.LINEAR, 3, 4, 8, 0.9, 0.98, 0, 1)),

  /** The paper's numbers, for models near 7 billion parameters (its table 2 and its script). */
  PAPER_7B(
      new TrainSettings(3, 0, 3e-6, Schedule.LINEAR, 0, 8, 128, 0.9, 0.98, 0, 1),
      LabelSettings.DEFAULTS,
      new TrainSettings(2, 0, 1e-6, Schedule.LINEAR, 0, 8, 128, 0.9, 0.98, 0, 1));

  private final TrainSettings reinforce;
  private final LabelSettings labels;
  private final TrainSettings finetune;

  Preset(TrainSettings reinforce, LabelSettings labels, TrainSettings finetune) {
    this.reinforce = reinforce;
    this.labels = labels;
    this.finetune = finetune;
  }

  /** A recipe that lacks nothing but the model, the texts and a place for the run. */
  public Recipe recipe() {
    return new Recipe(
        this,
        1,
        "",
        List.of(),
        List.of(),
        "",
        ComputeChoice.AUTO,
        Device.AUTO,
        0,
        0,
        TextSettings.DEFAULTS,
        AnchorSettings.DEFAULTS,
        reinforce,
        labels,
        finetune,
        StopSettings.DEFAULTS,
        MeasureSettings.DEFAULTS,
        ProbeSettings.DEFAULTS,
        AblateSettings.DEFAULTS);
  }
}
