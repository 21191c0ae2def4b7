package io.github.unlearn4j.run;

import io.github.unlearn4j.base.Progress;
import io.github.unlearn4j.base.UserError;
import io.github.unlearn4j.model.AdapterFolder;
import io.github.unlearn4j.model.ComputeType;
import io.github.unlearn4j.model.Decoder;
import io.github.unlearn4j.model.LoraDecoder;
import io.github.unlearn4j.recipe.Recipe;
import io.github.unlearn4j.train.TrainSettings;
import java.nio.file.Path;

/**
 * What every stage is given.
 *
 * @param compute what the recipe's choice means on this machine
 */
public record RunContext(
    Recipe recipe, RunDirectory directory, ComputeType compute, Progress progress) {

  /** Loads a checkpoint to compute with, or an adapter beside the run's own baseline. */
  public Decoder load(Path folder) {
    if (!AdapterFolder.isAdapter(folder)) {
      return Decoder.load(folder, compute);
    }
    Path base = Path.of(recipe.model());
    if (AdapterFolder.namesAnotherBase(folder, base)) {
      throw UserError.badInput(
          "%s is an adapter for %s but this run's model is %s; train it again or set model"
              .formatted(directory.name(folder), AdapterFolder.baseName(folder), base));
    }
    return LoraDecoder.load(base, folder, compute);
  }

  /** Loads the baseline with what these settings train: all weights, or pairs beside them. */
  public Decoder loadForTraining(TrainSettings settings) {
    return LoraDecoder.forTraining(
        Path.of(recipe.model()), compute, settings.lora(), recipe.seed());
  }
}
