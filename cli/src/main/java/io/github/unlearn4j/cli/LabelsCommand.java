package io.github.unlearn4j.cli;

import io.github.unlearn4j.run.LabelsStage;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Makes the generic labels. */
@Command(
    name = "labels",
    description = {
      "Makes the generic labels: what a model that never read the target might predict.",
      "Needs anchors.yaml and reinforced/; leaves labels/ in the run folder."
    },
    footer = {"", "Example:", "  ./unlearn labels --run runs/sherlock --set labels.alpha=3"},
    sortOptions = false)
final class LabelsCommand implements Runnable {
  @ParentCommand private UnlearnCommand unlearn;
  @Mixin private StageOptions options;

  @Override
  public void run() {
    Console console = unlearn.console();
    options.run(console, "labels", recipe -> List.of(new LabelsStage()), run -> {});
  }
}
