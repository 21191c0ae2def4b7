package io.github.unlearn4j.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether a model of a run is still the one its numbers were measured on.
 *
 * @param model one of {@link RunDirectory#MODELS}
 * @param folder its checkpoint
 * @param measured hash of the folder when it was measured; empty: never measured
 * @param now hash of the folder as it is
 */
public record MeasuredHash(String model, Path folder, Optional<String> measured, String now) {

  /** Looks at the record that the stage {@code measure-MODEL} left. */
  public static MeasuredHash of(RunDirectory directory, String model, Path folder) {
    Optional<String> measured =
        StageRecord.last(directory, "measure-" + model)
            .map(record -> record.inputs().get(model + " model"));
    return new MeasuredHash(model, folder, measured, Fingerprint.of(List.of(folder)));
  }

  public boolean changed() {
    return measured.isPresent() && !measured.get().equals(now);
  }
}
