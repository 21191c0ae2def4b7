package io.github.unlearn4j.cli;

import io.github.unlearn4j.run.ReinforceStage;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Trains the baseline further on the target. */
@Command(
    name = "reinforce",
    description = {
      "Trains the baseline further on the target; leaves reinforced/ in the run folder."
    },
    footer = {"", "Example:", "  ./unlearn reinforce --run runs/sherlock --set reinforce.epochs=2"},
    sortOptions = false)
final class ReinforceCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private StageOptions options;

  @Override
  public void run() {
    Console console = unlearn.console();
    options.run(console, "reinforce", recipe -> List.of(new ReinforceStage()), run -> {});
  }
}
